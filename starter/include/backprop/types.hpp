/// The tensors that every layer is written in, and the errors that a layer throws.
///
/// Dimensions: N = batch, D and M = features, T = time steps. Rows are examples.
///
/// What a layer may be called with, unless its header says otherwise: no tensor is empty, and all numbers are
/// finite. A number is 0, or its magnitude is between 1e-150 and 1e150, so that its square is a number too.
/// Where a header names a range, everything in the range may come.
#pragma once

#if __has_include(<xtensor/containers/xtensor.hpp>)  // xtensor 0.26 moved its headers into folders
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/core/xmath.hpp>
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>
#endif

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>

namespace backprop {

using Vector = xt::xtensor<double, 1>;
using Matrix = xt::xtensor<double, 2>;
using Tensor3 = xt::xtensor<double, 3>;
using Tensor4 = xt::xtensor<double, 4>;
using Labels = xt::xtensor<std::int64_t, 1>;
using LabelMatrix = xt::xtensor<std::int64_t, 2>;

/// What a forward pass returns: its output, and what its backward pass will need.
/// `auto [out, cache] = affine_forward(x, w, b);`
template <class Output, class Cache>
struct Forward {
  Output out;
  Cache cache;
};

/// A tensor has the wrong shape. The text names the function, the tensor and both shapes.
struct ShapeError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Thrown by a function that has not been written yet.
struct NotImplemented : std::logic_error {
  explicit NotImplemented(const std::string& function)
      : std::logic_error(function + " is not implemented yet") {}
};

/// "(3, 5)".
std::string shape_text(std::span<const std::size_t> shape);

/// Throws ShapeError unless `actual` equals `expected`:
/// `affine_backward: dout is (3, 5), expected (3, 4) = (N, M)`, where "(N, M)" is what `meaning` says.
void require_shape(const char* function, const char* tensor, std::span<const std::size_t> actual,
                   std::initializer_list<std::size_t> expected, const char* meaning);

/// Throws std::out_of_range unless every label lies in [0, classes).
void require_labels(const char* function, const Labels& y, std::size_t classes);
void require_labels(const char* function, const LabelMatrix& y, std::size_t classes);

/// A tensor of this shape whose elements are all 0. `Matrix dx({N, D})` alone leaves them unwritten.
Tensor4 zeros(std::size_t first, std::size_t second, std::size_t third, std::size_t fourth);
Tensor3 zeros(std::size_t first, std::size_t second, std::size_t third);
Matrix zeros(std::size_t rows, std::size_t columns);
Vector zeros(std::size_t size);

/// A tensor of this shape whose elements are all 1.
Tensor4 ones(std::size_t first, std::size_t second, std::size_t third, std::size_t fourth);
Tensor3 ones(std::size_t first, std::size_t second, std::size_t third);
Matrix ones(std::size_t rows, std::size_t columns);
Vector ones(std::size_t size);

/// The same, in the shape of another tensor.
template <std::size_t Rank>
xt::xtensor<double, Rank> zeros_like(const xt::xtensor<double, Rank>& x) {
  return xt::xtensor<double, Rank>(x.shape(), 0.0);
}
template <std::size_t Rank>
xt::xtensor<double, Rank> ones_like(const xt::xtensor<double, Rank>& x) {
  return xt::xtensor<double, Rank>(x.shape(), 1.0);
}

namespace detail {

template <std::size_t Rank>
using Dense = xt::xtensor<double, Rank>;

template <class E>
inline constexpr std::size_t dense_rank = 0;
template <std::size_t Rank>
inline constexpr std::size_t dense_rank<xt::xtensor<double, Rank>> = Rank;

/// A Vector, Matrix, Tensor3 or Tensor4.
template <class E>
concept DenseTensor = dense_rank<std::remove_cvref_t<E>> >
0;

template <class E>
concept Number = std::is_arithmetic_v<std::remove_cvref_t<E>>;

/// Any other expression of xtensor whose rank the compiler knows: a view, Labels, where(...).
template <class E>
concept Expression = !DenseTensor<E> && xt::is_xexpression<std::remove_cvref_t<E>>::value &&
                     std::is_arithmetic_v<typename std::remove_cvref_t<E>::value_type> && requires {
  std::tuple_size<typename std::remove_cvref_t<E>::shape_type>::value;
};

/// The rank of a tensor or expression; 0 for a number.
template <class E>
inline constexpr std::size_t rank_of = 0;
template <DenseTensor E>
inline constexpr std::size_t rank_of<E> = dense_rank<E>;
template <Expression E>
inline constexpr std::size_t rank_of<E> = std::tuple_size_v<typename E::shape_type>;

}  // namespace detail

/// An xtensor expression, computed: the tensor of the same rank, a Vector for rank 1, a Matrix for rank 2...
template <class E>
auto evaluate(const xt::xexpression<E>& expression) {
  return xt::xtensor<double, std::tuple_size_v<typename E::shape_type>>(expression.derived_cast());
}

}  // namespace backprop
