/// Functions that act on each element: exp, log, tanh, sqrt, abs, square, sign, pow; maximum, minimum, clip,
/// where, equal.
///
/// exp and its like are objects and not functions, as are sum and its like: xtensor has lazy functions of the
/// same names, and argument-dependent lookup would prefer them. An object switches that lookup off, so that
/// `exp(x)` always means this one. The others are functions whose template heads are those of xtensor's, so
/// that these win by their constraints; a file may have a function `sign` or `clip` of its own beside them.
#pragma once

#include <backprop/arithmetic.hpp>

namespace backprop {

namespace detail {

enum class Unary { exp, log, tanh, sqrt, abs, square, sign };

double apply_to(Unary function, double x);
template <std::size_t Rank>
Dense<Rank> apply_to(Unary function, const Dense<Rank>& x);
/// The same, in the memory of x.
template <std::size_t Rank>
Dense<Rank> apply_to(Unary function, Dense<Rank>&& x);

template <Unary function>
struct Elementwise {
  template <class E>
  requires Term<E>
  auto operator()(E&& x) const { return apply_to(function, computed(std::forward<E>(x))); }
};

}  // namespace detail

/// f(x) for each element of a tensor, or of a number.
/// exp, log and tanh are within 2 units in the last place of the exact value, with the same bits on every
/// processor.
inline constexpr detail::Elementwise<detail::Unary::exp> exp{};
inline constexpr detail::Elementwise<detail::Unary::log> log{};
inline constexpr detail::Elementwise<detail::Unary::tanh> tanh{};
inline constexpr detail::Elementwise<detail::Unary::sqrt> sqrt{};
inline constexpr detail::Elementwise<detail::Unary::abs> abs{};

/// x * x.
template <class E1>
requires detail::Term<E1>
auto square(E1&& x) { return detail::apply_to(detail::Unary::square, detail::computed(std::forward<E1>(x))); }

/// 1 for positive elements, -1 for negative ones, 0 for zeros; NaN stays NaN.
template <class E>
requires detail::Term<E>
auto sign(E&& x) { return detail::apply_to(detail::Unary::sign, detail::computed(std::forward<E>(x))); }

#define BACKPROP_PAIRWISE(name, operation)                                                         \
  template <class E1, class E2>                                                                    \
  requires detail::Term<E1> && detail::Term<E2>                                                    \
  auto name(E1&& a, E2&& b) {                                                                      \
    if constexpr (detail::common_rank<E1, E2> == 0) {                                              \
      return detail::combine(detail::Binary::operation, detail::computed(a), detail::computed(b)); \
    } else {                                                                                       \
      return detail::operate(detail::Binary::operation, std::forward<E1>(a), std::forward<E2>(b)); \
    }                                                                                              \
  }
/// The larger (smaller) one of each two elements; NaN if either is NaN. Shapes broadcast, as in arithmetic.
BACKPROP_PAIRWISE(maximum, maximum)
BACKPROP_PAIRWISE(minimum, minimum)
/// 1 where two elements are equal and 0 elsewhere: `a == b` under the name that it has in numpy.
BACKPROP_PAIRWISE(equal, equal)
/// pow(x, y): each element of x to the power of that of y, or of a number.
BACKPROP_PAIRWISE(pow, power)
#undef BACKPROP_PAIRWISE

/// clip(x, low, high): each element moved into [low, high].
template <class E1, class E2, class E3>
requires detail::Term<E1> && detail::Term<E2> && detail::Term<E3>
auto clip(E1&& x, E2&& low, E3&& high) {
  return minimum(maximum(std::forward<E1>(x), std::forward<E2>(low)), std::forward<E3>(high));
}

/// where(condition, a, b): elements of a where the condition is not 0, of b elsewhere. Shapes broadcast, as
/// in arithmetic.
template <class E1, class E2, class E3>
requires detail::Term<E1> && detail::Term<E2> && detail::Term<E3> &&
    (detail::common_rank<E1, E2, E3> > 0) auto where(E1&& condition, E2&& a, E3&& b) {
  return detail::choose<detail::common_rank<E1, E2, E3>>(detail::computed(std::forward<E1>(condition)),
                                                         detail::computed(std::forward<E2>(a)),
                                                         detail::computed(std::forward<E3>(b)));
}

}  // namespace backprop
