/// What multiplies matrices and takes them apart: matmul, transpose, outer; as_row, as_column, repeat_rows;
/// row_at, columns, hstack; time steps.
#pragma once

#include <backprop/arithmetic.hpp>
#include <backprop/row.hpp>
#include <backprop/transpose.hpp>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace backprop {

/// matmul(a: (N, D), b: (D, M)) -> (N, M), by BLAS. Either may be a `transpose(...)`, which is not copied
/// then. Throws ShapeError when the inner sizes differ.
struct Matmul {
  Matrix operator()(const Matrix& a, const Matrix& b) const;
  Matrix operator()(const Transposed& a, const Matrix& b) const;
  Matrix operator()(const Matrix& a, const Transposed& b) const;
  Matrix operator()(const Transposed& a, const Transposed& b) const;
  /// A Vector is no matrix: `as_row(v)` and `as_column(v)` are.
  template <class A, class B>
  requires(detail::rank_of<A> == 1 || detail::rank_of<B> == 1) Matrix operator()(const A& a,
                                                                                 const B& b) const = delete;
};
inline constexpr Matmul matmul{};

/// outer(a: (N), b: (M)) -> (N, M) with a_i b_j.
struct Outer {
  Matrix operator()(const Vector& a, const Vector& b) const;
};
inline constexpr Outer outer{};

/// as_column(v: (N)) -> (N, 1) and as_row(v: (D)) -> (1, D): what broadcasts over a Matrix, `x -
/// as_column(max(x, 1))`.
struct AsColumn {
  Matrix operator()(const Vector& v) const;
};
inline constexpr AsColumn as_column{};
struct AsRow {
  Matrix operator()(const Vector& v) const;
};
inline constexpr AsRow as_row{};

/// repeat_rows(v: (D), n) -> (n, D): v in each row.
struct RepeatRows {
  Matrix operator()(const Vector& v, std::size_t n) const;
};
inline constexpr RepeatRows repeat_rows{};

/// columns(x: (N, D), begin, end) -> (N, end - begin), a copy. Throws ShapeError outside of x.
struct Columns {
  Matrix operator()(const Matrix& x, std::size_t begin, std::size_t end) const;
};
inline constexpr Columns columns{};

/// hstack({a: (N, A), b: (N, B), ...}) -> (N, A + B + ...). Throws ShapeError when the row counts differ.
struct Hstack {
  Matrix operator()(std::initializer_list<Matrix> parts) const;
};
inline constexpr Hstack hstack{};

namespace detail {

Row row_of(Matrix& x, std::ptrdiff_t n);
ConstRow row_of(const Matrix& x, std::ptrdiff_t n);
Row row_of(Tensor3& x, std::ptrdiff_t n, std::ptrdiff_t t);
ConstRow row_of(const Tensor3& x, std::ptrdiff_t n, std::ptrdiff_t t);

}  // namespace detail

/// row_at(x: (N, D), n), or row_at(x: (N, T, D), n, t): `row_at(dw, k) += row_at(dout, n)`. Throws ShapeError
/// for a row that x does not have. An index may be of any integer type, so that labels are indices as they
/// are.
template <class Tensor, std::integral... Index>
requires(!std::is_const_v<Tensor>) Row row_at(Tensor& x, Index... index) {
  return detail::row_of(x, static_cast<std::ptrdiff_t>(index)...);
}
template <class Tensor, std::integral... Index>
ConstRow row_at(const Tensor& x, Index... index) {
  return detail::row_of(x, static_cast<std::ptrdiff_t>(index)...);
}
/// A row of a tensor that dies at the end of the line would be left dangling.
template <class Tensor, std::integral... Index>
ConstRow row_at(const Tensor&& x, Index... index) = delete;

/// at_time(x: (N, T, D), t) -> (N, D): one time step, a copy. Throws ShapeError when t >= T.
struct AtTime {
  Matrix operator()(const Tensor3& x, std::size_t t) const;
};
inline constexpr AtTime at_time{};

/// set_time(x: (N, T, D), t, step: (N, D)): writes one time step. Throws ShapeError when a size does not fit.
void set_time(Tensor3& x, std::size_t t, const Matrix& step);

}  // namespace backprop
