/// Elementwise arithmetic: `a - b` is a tensor, computed at once.
///
///     + - * /            of tensors, and of tensors and numbers
///     < <= > >= == !=    1 where it holds and 0 elsewhere, in a tensor of doubles: `dout * (x > 0.0)`
///     && || !            of such tensors; & | ~ mean the same
///     += -= *= /=        in place
///
/// Shapes broadcast as numpy's do: a size of 1 is repeated, and a missing axis counts as a leading 1. So (N,
/// D) with (1, D) and with (D) works row by row, and (N, D) with (N, 1) column by column (`as_column`). An
/// expression of xtensor (xt::view, xt::where, ...) is computed first, once. Throws ShapeError if the shapes
/// do not fit.
///
/// xtensor's own operators are lazy: `auto d = x - y` keeps references to x and y, and `x - xt::mean(x, {0})`
/// computes the mean again for every element. These replace them inside of namespace backprop.
#pragma once

#include <backprop/row.hpp>
#include <backprop/transpose.hpp>
#include <backprop/types.hpp>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace backprop {

namespace detail {

enum class Binary {
  add,
  subtract,
  multiply,
  divide,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  maximum,
  minimum,
  power,
};

/// Throws ShapeError for a tensor whose elements have been moved away.
void require_elements(std::span<const std::size_t> shape, std::size_t elements);

/// One side of an operation whose result has this rank: a number, or a tensor of at most this rank. Borrows
/// the tensor.
template <std::size_t Rank>
struct Operand {
  Operand(double value) : number(value) { shape.fill(1); }
  template <std::size_t R>
  requires(R <= Rank) Operand(const Dense<R>& tensor) : data(tensor.data()), rank(R) {
    require_elements(tensor.shape(), tensor.size());
    shape.fill(1);
    for (std::size_t axis = 0; axis < R; ++axis) shape[Rank - R + axis] = tensor.shape()[axis];
  }
  Operand(Dense<Rank>&& tensor) : Operand(std::as_const(tensor)) { expiring = &tensor; }

  const double* data = nullptr;  // null for a number
  double number = 0.0;
  std::size_t rank = 0;  // before leading 1s were added
  std::array<std::size_t, Rank> shape;
  Dense<Rank>* expiring = nullptr;  // a temporary, whose memory may take the result
};

double combine(Binary operation, double a, double b);

/// Applies `operation` elementwise, with broadcasting. Throws ShapeError.
template <std::size_t Rank>
Dense<Rank> combine(Binary operation, const Operand<Rank>& a, const Operand<Rank>& b);

/// The same, into `a`. Throws ShapeError if the result has another shape than `a`.
template <std::size_t Rank>
void combine_into(Binary operation, Dense<Rank>& a, const Operand<Rank>& b);

template <std::size_t Rank>
Dense<Rank> negated(const Dense<Rank>& x);
template <std::size_t Rank>
Dense<Rank> negated(Dense<Rank>&& x);

/// Elements of `a` where `condition` is not 0, of `b` elsewhere.
template <std::size_t Rank>
Dense<Rank> choose(const Operand<Rank>& condition, const Operand<Rank>& a, const Operand<Rank>& b);

/// Throws ShapeError: `a` has fewer axes than what is to be added to it.
[[noreturn]] void refuse_rank(Binary operation, std::span<const std::size_t> a,
                              std::span<const std::size_t> b);

/// What an operand is once it is computed: a tensor stays itself, a number is a double, an expression becomes
/// a tensor.
template <class E>
decltype(auto) computed(E&& e) {
  if constexpr (DenseTensor<E>) {
    return std::forward<E>(e);
  } else if constexpr (AnyRow<E>) {
    return Vector(e);
  } else if constexpr (Number<E>) {
    return static_cast<double>(e);
  } else if constexpr (rank_of<std::remove_cvref_t<E>> == 0) {
    return static_cast<double>(e());
  } else {
    return evaluate(e);
  }
}

template <class... E>
inline constexpr std::size_t common_rank = std::max({rank_of<std::remove_cvref_t<E>>...});

template <class E>
concept Term = DenseTensor<E> || Number<E> || Expression<E> || AnyRow<E>;

template <class E>
concept Tensor = DenseTensor<E> || AnyRow<E> || std::is_same_v<std::remove_cvref_t<E>, Transposed>;

/// Operands whose arithmetic is ours: at least one is a tensor of doubles.
template <class A, class B>
concept Arithmetic = (Tensor<A> && Term<B>) || (Tensor<B> && Term<A>);

template <class E>
concept IntegerTensor =
    std::is_same_v<std::remove_cvref_t<E>, Labels> || std::is_same_v<std::remove_cvref_t<E>, LabelMatrix>;

/// Operands that compare elementwise: as above, Labels, and an expression with a number.
template <class A, class B>
concept Comparable = Arithmetic<A, B> ||(IntegerTensor<A>&& Term<B>) || (IntegerTensor<B> && Term<A>) ||
                     (Expression<A> && Number<B>) || (Number<A> && Expression<B>);

template <class A, class B>
auto operate(Binary operation, A&& a, B&& b) {
  return combine<common_rank<A, B>>(operation, computed(std::forward<A>(a)), computed(std::forward<B>(b)));
}

extern template Vector combine<1>(Binary, const Operand<1>&, const Operand<1>&);
extern template Matrix combine<2>(Binary, const Operand<2>&, const Operand<2>&);
extern template Tensor3 combine<3>(Binary, const Operand<3>&, const Operand<3>&);
extern template Tensor4 combine<4>(Binary, const Operand<4>&, const Operand<4>&);
extern template void combine_into<1>(Binary, Vector&, const Operand<1>&);
extern template void combine_into<2>(Binary, Matrix&, const Operand<2>&);
extern template void combine_into<3>(Binary, Tensor3&, const Operand<3>&);
extern template void combine_into<4>(Binary, Tensor4&, const Operand<4>&);

}  // namespace detail

// The template heads are those of xtensor's operators, so that these win by their constraints.
#define BACKPROP_OPERATOR(symbol, constraint, operation)                                         \
  template <class E1, class E2>                                                                  \
  requires detail::constraint<E1, E2>                                                            \
  auto operator symbol(E1&& a, E2&& b) {                                                         \
    return detail::operate(detail::Binary::operation, std::forward<E1>(a), std::forward<E2>(b)); \
  }
BACKPROP_OPERATOR(+, Arithmetic, add)
BACKPROP_OPERATOR(-, Arithmetic, subtract)
BACKPROP_OPERATOR(*, Arithmetic, multiply)
BACKPROP_OPERATOR(/, Arithmetic, divide)
BACKPROP_OPERATOR(<, Comparable, less)
BACKPROP_OPERATOR(<=, Comparable, less_equal)
BACKPROP_OPERATOR(>, Comparable, greater)
BACKPROP_OPERATOR(>=, Comparable, greater_equal)
BACKPROP_OPERATOR(==, Comparable, equal)
BACKPROP_OPERATOR(!=, Comparable, not_equal)
BACKPROP_OPERATOR(&&, Arithmetic, logical_and)
BACKPROP_OPERATOR(||, Arithmetic, logical_or)
BACKPROP_OPERATOR(&, Arithmetic, logical_and)
BACKPROP_OPERATOR(|, Arithmetic, logical_or)
#undef BACKPROP_OPERATOR

template <class E>
requires detail::Tensor<E>
auto operator-(E&& e) { return detail::negated(detail::computed(std::forward<E>(e))); }

template <class E>
requires detail::Tensor<E>
auto operator!(E&& e) { return std::forward<E>(e) == 0.0; }

/// The same, as numpy writes it.
template <class E>
requires detail::Tensor<E>
auto operator~(E&& e) { return std::forward<E>(e) == 0.0; }

#define BACKPROP_ASSIGNMENT(symbol, operation)                                                \
  template <std::size_t Rank, class E>                                                        \
  requires detail::Term<E> xt::xtensor<double, Rank>                                          \
  &operator symbol(xt::xtensor<double, Rank>& a, const E& b) {                                \
    if constexpr (detail::rank_of < E >> Rank) {                                              \
      detail::refuse_rank(detail::Binary::operation, a.shape(), detail::computed(b).shape()); \
    } else {                                                                                  \
      detail::combine_into<Rank>(detail::Binary::operation, a, detail::computed(b));          \
    }                                                                                         \
    return a;                                                                                 \
  }
BACKPROP_ASSIGNMENT(+=, add)
BACKPROP_ASSIGNMENT(-=, subtract)
BACKPROP_ASSIGNMENT(*=, multiply)
BACKPROP_ASSIGNMENT(/=, divide)
#undef BACKPROP_ASSIGNMENT

}  // namespace backprop
