/// Sums, means, extremes: over one axis, over several, or over everything. And running sums, and reshape.
///
///     sum(x)           over all elements: a number
///     sum(x, 0)        over axis 0: of a (N, D) Matrix, a Vector (D)
///     sum(x, {0, 2})   over several axes: of a (N, T, D) Tensor3, a Vector (T)
///
/// mean, max and min likewise. Throws ShapeError for an axis that x does not have, and where there is nothing
/// to take a mean, maximum or minimum of.
#pragma once

#include <backprop/arithmetic.hpp>

namespace backprop {

namespace detail {

enum class Reduction { sum, mean, max, min };

template <std::size_t Rank>
double reduce_all(Reduction reduction, const Dense<Rank>& x);

/// Reduces over `axes`, in any order; `Left` axes remain. Throws ShapeError.
template <std::size_t Left, std::size_t Rank>
Dense<Left> reduce_axes(Reduction reduction, const Dense<Rank>& x, std::span<const std::size_t> axes);

template <class E>
concept Reducible = DenseTensor<E> || Expression<E> || AnyRow<E>;

/// The axis as a size. Throws ShapeError for a negative one.
std::size_t axis_of(Reduction reduction, std::size_t rank, std::ptrdiff_t axis);

template <Reduction reduction>
struct Reduce {
  template <Reducible E>
  double operator()(const E& x) const {
    return reduce_all<rank_of<E>>(reduction, computed(x));
  }
  template <Reducible E, std::integral Axis>
  auto operator()(const E& x, Axis axis) const {
    const std::size_t axes[] = {axis_of(reduction, rank_of<E>, static_cast<std::ptrdiff_t>(axis))};
    return (*this)(x, axes);
  }
  template <Reducible E, std::size_t Count>
  requires(Count <= rank_of<E>) auto operator()(const E& x, const std::size_t (&axes)[Count]) const {
    if constexpr (Count == rank_of<E>) {
      return reduce_axes<0, rank_of<E>>(reduction, computed(x), axes)();
    } else {
      return reduce_axes<rank_of<E> - Count, rank_of<E>>(reduction, computed(x), axes);
    }
  }
  /// An axis is a whole number: `max(x, 0.0)` and `max(x, y)` are meant to be `maximum(x, 0.0)` and
  /// `maximum(x, y)`.
  template <Reducible E, std::floating_point F>
  auto operator()(const E& x, F axis) const = delete;
  template <class A, Reducible E>
  auto operator()(const A& a, const E& x) const = delete;

  /// max(a, b) and min(a, b) of two numbers are std::max and std::min.
  double operator()(double a, double b) const
      requires(reduction == Reduction::max || reduction == Reduction::min) {
    if (a != a) return a;
    return reduction == Reduction::max ? (a > b ? a : b) : (a < b ? a : b);
  }
};

}  // namespace detail

inline constexpr detail::Reduce<detail::Reduction::sum> sum{};
inline constexpr detail::Reduce<detail::Reduction::mean> mean{};
/// The largest element; NaN if there is one.
inline constexpr detail::Reduce<detail::Reduction::max> max{};
/// The smallest element; NaN if there is one.
inline constexpr detail::Reduce<detail::Reduction::min> min{};

/// Where the largest element is, the first of several: argmax(v) -> its index; argmax(x: (N, D), 1) -> (N)
/// columns, and argmax(x, 0) -> (D) rows. Throws ShapeError for an axis that x does not have, and where there
/// is no element.
struct Argmax {
  std::size_t operator()(const Vector& v) const;
  Labels operator()(const Matrix& x, std::size_t axis) const;
};
inline constexpr Argmax argmax{};

/// Running sums: cumsum(v)(i) = v(0) + ... + v(i); of a Matrix, along an axis.
struct Cumsum {
  Vector operator()(const Vector& v) const;
  Matrix operator()(const Matrix& x, std::size_t axis) const;
};
inline constexpr Cumsum cumsum{};

namespace detail {

template <std::size_t To, std::size_t From>
Dense<To> reshaped(const Dense<From>& x, const std::array<std::size_t, To>& shape);

}  // namespace detail

/// reshape(x, {3, 4}) -> the elements in the same order, row by row, in a tensor of that shape: a copy.
/// Throws ShapeError if the number of elements differs.
struct Reshape {
  template <detail::Reducible E, std::size_t Rank>
  requires(Rank <= 4) detail::Dense<Rank>
  operator()(const E& x, const std::size_t (&shape)[Rank]) const {
    return detail::reshaped<Rank, detail::rank_of<E>>(detail::computed(x), std::to_array(shape));
  }
};
inline constexpr Reshape reshape{};

}  // namespace backprop
