#include <algorithm>
#include <backprop/arithmetic.hpp>
#include <numeric>

#include "kernels.hpp"
#include "loops_of.hpp"

// Who links it is told what is compared with a number. A grader's worker is; nothing else defines it.
extern "C" [[gnu::weak]] void backprop_vocabulary_compares(const double* values, std::size_t count,
                                                           double number);

namespace backprop::detail {

namespace {

bool compares(Binary operation) {
  return (operation >= Binary::less && operation <= Binary::not_equal) || operation == Binary::maximum ||
         operation == Binary::minimum;
}

template <std::size_t Rank>
void report_comparison(Binary operation, const Operand<Rank>& a, const Operand<Rank>& b) {
  if (backprop_vocabulary_compares == nullptr || !compares(operation) || !a.data == !b.data) return;
  const Operand<Rank>& tensor = a.data ? a : b;
  std::size_t elements = 1;
  for (const std::size_t size : tensor.shape) elements *= size;
  backprop_vocabulary_compares(tensor.data, elements, a.data ? b.number : a.number);
}

const char* symbol_of(Binary operation) {
  constexpr const char* kSymbols[] = {
      "+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "maximum", "minimum", "pow"};
  return kSymbols[static_cast<std::size_t>(operation)];
}

template <std::size_t Rank>
std::string own_shape_text(const Operand<Rank>& operand) {
  return shape_text(std::span(operand.shape).last(operand.rank));
}

template <std::size_t Rank>
[[noreturn]] void refuse(const char* symbol, const Operand<Rank>& a, const Operand<Rank>& b) {
  std::string message = "`" + std::string(symbol) + "`";
  const bool product = std::string_view(symbol) == "*";
  if (product) message += " is elementwise";
  message += ": " + own_shape_text(a) + " and " + own_shape_text(b) + " do not fit";
  if (a.rank != b.rank && std::min(a.rank, b.rank) == 1 && Rank == 2) {
    message += "; a Vector counts as a row, and `as_column` makes a column of it";
  } else if (product && Rank == 2) {
    message += "; `matmul` multiplies matrices";
  }
  throw ShapeError(message);
}

template <std::size_t Rank>
std::array<std::size_t, Rank> common_shape(const char* symbol, const Operand<Rank>& a,
                                           const Operand<Rank>& b) {
  std::array<std::size_t, Rank> shape;
  for (std::size_t axis = 0; axis < Rank; ++axis) {
    if (a.shape[axis] != b.shape[axis] && a.shape[axis] != 1 && b.shape[axis] != 1) refuse(symbol, a, b);
    shape[axis] = a.shape[axis] == 1 ? b.shape[axis] : a.shape[axis];
  }
  return shape;
}

template <std::size_t Rank>
std::size_t count(const std::array<std::size_t, Rank>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

// Row-major steps through an operand for each axis of the result; 0 along an axis that it repeats.
template <std::size_t Rank>
std::array<std::size_t, Rank> steps_of(const Operand<Rank>& operand) {
  std::array<std::size_t, Rank> steps;
  std::size_t step = 1;
  for (std::size_t axis = Rank; axis-- > 0;) {
    steps[axis] = operand.shape[axis] == 1 ? 0 : step;
    step *= operand.shape[axis];
  }
  return steps;
}

// Cuts the result into runs, within which either operand goes along element by element or is one number
// repeated, and calls run(offset in a, offset in b, offset in the result, length, a goes along, b goes along)
// for each.
template <std::size_t Rank, class Run>
void for_each_run(const Operand<Rank>& a, const Operand<Rank>& b, const std::array<std::size_t, Rank>& shape,
                  Run run) {
  const auto a_steps = steps_of(a);
  const auto b_steps = steps_of(b);
  std::size_t axis = Rank;  // the first axis of a run
  std::size_t length = 1;
  bool a_along = true;
  bool b_along = true;
  while (axis > 0) {
    const std::size_t next = axis - 1;
    if (shape[next] > 1) {
      const bool a_moves = a_steps[next] != 0;
      const bool b_moves = b_steps[next] != 0;
      if (length > 1 && (a_moves != a_along || b_moves != b_along)) break;
      a_along = a_moves;
      b_along = b_moves;
    }
    length *= shape[next];
    axis = next;
  }

  std::array<std::size_t, Rank> index{};
  const std::size_t runs = length == 0 ? 0 : count(shape) / length;
  for (std::size_t i = 0; i < runs; ++i) {
    std::size_t at_a = 0;
    std::size_t at_b = 0;
    for (std::size_t k = 0; k < axis; ++k) {
      at_a += index[k] * a_steps[k];
      at_b += index[k] * b_steps[k];
    }
    run(at_a, at_b, i * length, length, a_along, b_along);
    for (std::size_t k = axis; k-- > 0;) {
      if (++index[k] < shape[k]) break;
      index[k] = 0;
    }
  }
}

template <std::size_t Rank>
void compute(const kernels::BinaryLoops& loops, const Operand<Rank>& a, const Operand<Rank>& b,
             const std::array<std::size_t, Rank>& shape, double* out) {
  const double* a_data = a.data ? a.data : &a.number;
  const double* b_data = b.data ? b.data : &b.number;
  for_each_run(a, b, shape,
               [&](std::size_t at_a, std::size_t at_b, std::size_t at, std::size_t length, bool a_along,
                   bool b_along) {
                 if (a_along == b_along) {
                   loops.tensors(a_data + at_a, b_data + at_b, out + at, length);
                 } else if (a_along) {
                   loops.number_right(a_data + at_a, b_data[at_b], out + at, length);
                 } else {
                   loops.number_left(a_data[at_a], b_data + at_b, out + at, length);
                 }
               });
}

// A tensor of this shape for the result: the memory of a temporary that has it, or new.
template <std::size_t Rank>
Dense<Rank> room_for(const std::array<std::size_t, Rank>& shape,
                     std::initializer_list<const Operand<Rank>*> operands) {
  for (const Operand<Rank>* operand : operands) {
    if (operand->expiring && operand->shape == shape) return std::move(*operand->expiring);
  }
  return Dense<Rank>(shape);
}

// An operand with every element that broadcasting would repeat.
template <std::size_t Rank>
Dense<Rank> repeated(const Operand<Rank>& operand, const std::array<std::size_t, Rank>& shape) {
  Dense<Rank> result(shape, 0.0);
  compute(loops_of(Binary::add), Operand<Rank>(result), operand, shape, result.data());
  return result;
}

}  // namespace

void require_elements(std::span<const std::size_t> shape, std::size_t elements) {
  if (std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>()) == elements) return;
  throw ShapeError("a tensor " + shape_text(shape) + " is used after its elements were moved away");
}

void refuse_rank(Binary operation, std::span<const std::size_t> a, std::span<const std::size_t> b) {
  throw ShapeError("`" + std::string(symbol_of(operation)) + "=`: " + shape_text(a) + " has no room for " +
                   shape_text(b) + "; `sum` over an axis takes an axis away");
}

double combine(Binary operation, double a, double b) {
  double result;
  loops_of(operation).tensors(&a, &b, &result, 1);
  return result;
}

template <std::size_t Rank>
Dense<Rank> combine(Binary operation, const Operand<Rank>& a, const Operand<Rank>& b) {
  const auto shape = common_shape(symbol_of(operation), a, b);
  report_comparison(operation, a, b);
  Dense<Rank> result = room_for(shape, {&a, &b});
  compute(loops_of(operation), a, b, shape, result.data());
  return result;
}

template <std::size_t Rank>
void combine_into(Binary operation, Dense<Rank>& a, const Operand<Rank>& b) {
  const Operand<Rank> own(a);
  const std::string symbol = std::string(symbol_of(operation)) + "=";
  const auto shape = common_shape(symbol.c_str(), own, b);
  if (shape != own.shape) refuse(symbol.c_str(), own, b);
  compute(loops_of(operation), own, b, shape, a.data());
}

template <std::size_t Rank>
Dense<Rank> negated(const Dense<Rank>& x) {
  Dense<Rank> result(x.shape());
  kernels::loops().negate(x.data(), result.data(), x.size());
  return result;
}

template <std::size_t Rank>
Dense<Rank> negated(Dense<Rank>&& x) {
  kernels::loops().negate(x.data(), x.data(), x.size());
  return std::move(x);
}

template <std::size_t Rank>
Dense<Rank> choose(const Operand<Rank>& condition, const Operand<Rank>& a, const Operand<Rank>& b) {
  auto shape = common_shape("where", a, b);
  Operand<Rank> chosen = a;
  chosen.shape = shape;
  chosen.rank = std::max(a.rank, b.rank);
  shape = common_shape("where", condition, chosen);

  std::array<Dense<Rank>, 3> whole;
  std::size_t used = 0;
  const auto data_of = [&](const Operand<Rank>& operand, bool number_allowed) {
    if (operand.shape == shape && operand.data) return operand.data;
    if (number_allowed && count(operand.shape) == 1) return operand.data ? operand.data : &operand.number;
    whole[used] = repeated(operand, shape);
    return static_cast<const double*>(whole[used++].data());
  };
  const double* condition_data = data_of(condition, false);
  const double* a_data = data_of(a, true);
  const double* b_data = data_of(b, true);
  const auto step = [&](const Operand<Rank>& operand) {
    return std::size_t{count(operand.shape) != 1 || count(shape) == 1};
  };
  Dense<Rank> result = room_for(shape, {&condition, &a, &b});
  kernels::loops().choose(condition_data, a_data, step(a), b_data, step(b), result.data(), result.size());
  return result;
}

#define BACKPROP_INSTANTIATE(Rank)                                                        \
  template Dense<Rank> combine<Rank>(Binary, const Operand<Rank>&, const Operand<Rank>&); \
  template void combine_into<Rank>(Binary, Dense<Rank>&, const Operand<Rank>&);           \
  template Dense<Rank> negated<Rank>(const Dense<Rank>&);                                 \
  template Dense<Rank> negated<Rank>(Dense<Rank> &&);                                     \
  template Dense<Rank> choose<Rank>(const Operand<Rank>&, const Operand<Rank>&, const Operand<Rank>&);
BACKPROP_INSTANTIATE(1)
BACKPROP_INSTANTIATE(2)
BACKPROP_INSTANTIATE(3)
BACKPROP_INSTANTIATE(4)
#undef BACKPROP_INSTANTIATE

}  // namespace backprop::detail
