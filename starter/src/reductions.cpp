#include <algorithm>
#include <backprop/reductions.hpp>
#include <backprop/types.hpp>
#include <limits>
#include <numeric>

#include "kernels.hpp"
#include "loops_of.hpp"

namespace backprop {

namespace detail {

namespace {

const char* name_of(Reduction reduction) {
  constexpr const char* kNames[] = {"sum", "mean", "max", "min"};
  return kNames[static_cast<std::size_t>(reduction)];
}

std::string tensor_name(std::size_t rank) {
  if (rank == 1) return "a Vector has axis 0";
  const std::string name = rank == 2 ? "a Matrix" : "a Tensor" + std::to_string(rank);
  std::string axes = "axes 0";
  for (std::size_t axis = 1; axis < rank; ++axis) {
    axes += (axis + 1 == rank ? " and " : ", ") + std::to_string(axis);
  }
  return name + " has " + axes;
}

void require_axis(const char* function, std::size_t rank, std::size_t axis) {
  if (axis >= rank)
    throw ShapeError(std::string(function) + ": " + tensor_name(rank) + ", not " + std::to_string(axis));
}

[[noreturn]] void refuse_nothing(Reduction reduction, const char* what) {
  throw ShapeError(std::string(name_of(reduction)) + ": an empty " + what + " has no " +
                   (reduction == Reduction::mean  ? "mean"
                    : reduction == Reduction::max ? "maximum"
                                                  : "minimum"));
}

double reduce_run(Reduction reduction, const double* x, std::size_t n) {
  const kernels::Loops& loops = kernels::loops();
  switch (reduction) {
    case Reduction::max:
      return loops.max(x, n);
    case Reduction::min:
      return loops.min(x, n);
    default:
      return loops.sum(x, n);
  }
}

// Sums, or extremes, over the middle one of three axes: x: (outer, length, inner) -> out: (outer, inner).
void reduce_middle(Reduction reduction, const double* x, std::size_t outer, std::size_t length,
                   std::size_t inner, double* out) {
  for (std::size_t o = 0; o < outer; ++o) {
    const double* slice = x + o * length * inner;
    double* result = out + o * inner;
    if (inner == 1) {
      *result = reduce_run(reduction, slice, length);
      continue;
    }
    if (length == 0) {
      std::fill_n(result, inner, 0.0);
      continue;
    }
    if (reduction == Reduction::sum || reduction == Reduction::mean) {
      kernels::loops().sum_rows(slice, length, inner, result);
      continue;
    }
    const auto merge = reduction == Reduction::max ? kernels::loops().raise : kernels::loops().lower;
    std::copy_n(slice, inner, result);
    for (std::size_t i = 1; i < length; ++i) merge(slice + i * inner, result, inner);
  }
}

}  // namespace

std::size_t axis_of(Reduction reduction, std::size_t rank, std::ptrdiff_t axis) {
  if (axis >= 0) return static_cast<std::size_t>(axis);
  throw ShapeError(std::string(name_of(reduction)) + ": " + tensor_name(rank) + ", not " +
                   std::to_string(axis));
}

template <std::size_t Rank>
double reduce_all(Reduction reduction, const Dense<Rank>& x) {
  if (x.size() == 0 && reduction != Reduction::sum) refuse_nothing(reduction, "tensor");
  const double result = reduce_run(reduction, x.data(), x.size());
  return reduction == Reduction::mean ? result / static_cast<double>(x.size()) : result;
}

template <std::size_t Left, std::size_t Rank>
Dense<Left> reduce_axes(Reduction reduction, const Dense<Rank>& x, std::span<const std::size_t> axes) {
  std::array<bool, Rank> reduced{};
  std::size_t length = 1;
  for (const std::size_t axis : axes) {
    require_axis(name_of(reduction), Rank, axis);
    if (reduced[axis]) {
      throw ShapeError(std::string(name_of(reduction)) + ": axis " + std::to_string(axis) +
                       " is named twice");
    }
    reduced[axis] = true;
    length *= x.shape()[axis];
  }
  if (length == 0 && reduction != Reduction::sum) refuse_nothing(reduction, "axis");

  // Axis by axis, from the last: what is left of the tensor, in `current`, keeps its shape with a size of 1
  // there.
  std::array<std::size_t, Rank> shape = x.shape();
  const double* current = x.data();
  std::vector<double> previous;
  std::vector<double> next;
  for (std::size_t axis = Rank; axis-- > 0;) {
    if (!reduced[axis]) continue;
    const auto product = [&](std::size_t from, std::size_t to) {
      return std::accumulate(shape.begin() + static_cast<std::ptrdiff_t>(from),
                             shape.begin() + static_cast<std::ptrdiff_t>(to), std::size_t{1},
                             std::multiplies<>());
    };
    const std::size_t outer = product(0, axis);
    const std::size_t inner = product(axis + 1, Rank);
    next.resize(outer * inner);
    reduce_middle(reduction, current, outer, shape[axis], inner, next.data());
    shape[axis] = 1;
    std::swap(previous, next);
    current = previous.data();
  }

  std::array<std::size_t, Left> left{};
  std::size_t at = 0;
  for (std::size_t axis = 0; axis < Rank; ++axis) {
    if (!reduced[axis]) left[at++] = shape[axis];
  }
  Dense<Left> result(left);
  std::copy_n(current, result.size(), result.data());
  if (reduction == Reduction::mean) {
    loops_of(Binary::divide)
        .number_right(result.data(), static_cast<double>(length), result.data(), result.size());
  }
  return result;
}

template <std::size_t To, std::size_t From>
Dense<To> reshaped(const Dense<From>& x, const std::array<std::size_t, To>& shape) {
  const std::size_t wanted = std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  if (wanted != x.size()) {
    throw ShapeError("reshape: " + shape_text(x.shape()) + " has " + std::to_string(x.size()) +
                     " elements, " + shape_text(shape) + " has " + std::to_string(wanted));
  }
  Dense<To> result(shape);
  std::copy_n(x.data(), x.size(), result.data());
  return result;
}

#define BACKPROP_INSTANTIATE(Rank)                                                           \
  template double reduce_all<Rank>(Reduction, const Dense<Rank>&);                           \
  template Vector reshaped<1, Rank>(const Dense<Rank>&, const std::array<std::size_t, 1>&);  \
  template Matrix reshaped<2, Rank>(const Dense<Rank>&, const std::array<std::size_t, 2>&);  \
  template Tensor3 reshaped<3, Rank>(const Dense<Rank>&, const std::array<std::size_t, 3>&); \
  template Tensor4 reshaped<4, Rank>(const Dense<Rank>&, const std::array<std::size_t, 4>&);
BACKPROP_INSTANTIATE(1)
BACKPROP_INSTANTIATE(2)
BACKPROP_INSTANTIATE(3)
BACKPROP_INSTANTIATE(4)
#undef BACKPROP_INSTANTIATE

#define BACKPROP_INSTANTIATE(Left, Rank) \
  template Dense<Left> reduce_axes<Left, Rank>(Reduction, const Dense<Rank>&, std::span<const std::size_t>);
BACKPROP_INSTANTIATE(0, 1)
BACKPROP_INSTANTIATE(0, 2)
BACKPROP_INSTANTIATE(0, 3)
BACKPROP_INSTANTIATE(0, 4)
BACKPROP_INSTANTIATE(1, 2)
BACKPROP_INSTANTIATE(1, 3)
BACKPROP_INSTANTIATE(2, 3)
BACKPROP_INSTANTIATE(1, 4)
BACKPROP_INSTANTIATE(2, 4)
BACKPROP_INSTANTIATE(3, 4)
#undef BACKPROP_INSTANTIATE

}  // namespace detail

namespace {

std::size_t first_largest(const double* x, std::size_t n, std::size_t step) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < n; ++i) {
    const double candidate = x[i * step];
    const double largest = x[best * step];
    if (candidate > largest || (candidate != candidate && largest == largest)) best = i;
  }
  return best;
}

}  // namespace

std::size_t Argmax::operator()(const Vector& v) const {
  if (v.size() == 0) throw ShapeError("argmax: an empty tensor has no maximum");
  return first_largest(v.data(), v.size(), 1);
}

Labels Argmax::operator()(const Matrix& x, std::size_t axis) const {
  detail::require_axis("argmax", 2, axis);
  if (x.shape(axis) == 0) throw ShapeError("argmax: an empty axis has no maximum");
  const std::size_t columns = x.shape(1);
  Labels result(std::array{x.shape(1 - axis)});
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double* first = axis == 0 ? x.data() + i : x.data() + i * columns;
    result.data()[i] =
        static_cast<std::int64_t>(first_largest(first, x.shape(axis), axis == 0 ? columns : 1));
  }
  return result;
}

Vector Cumsum::operator()(const Vector& v) const {
  Vector result(v.shape());
  std::partial_sum(v.data(), v.data() + v.size(), result.data());
  return result;
}

Matrix Cumsum::operator()(const Matrix& x, std::size_t axis) const {
  detail::require_axis("cumsum", 2, axis);
  Matrix result = x;
  const std::size_t columns = x.shape(1);
  for (std::size_t i = axis == 0 ? 1 : 0; i < x.shape(0); ++i) {
    double* row = result.data() + i * columns;
    if (axis == 0) {
      kernels::loops().accumulate(row - columns, row, columns);
    } else {
      std::partial_sum(row, row + columns, row);
    }
  }
  return result;
}

}  // namespace backprop
