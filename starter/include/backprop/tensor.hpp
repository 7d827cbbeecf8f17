/// The vocabulary every layer is written in: tensor types, the helpers that act on them, and the two errors.
///
/// Elementwise arithmetic is xtensor's own: `dout * (x > 0.0)`, `1.0 - z`. Everything that sums, multiplies
/// or rearranges is here, and is eager: a call computes its result once and returns it. xtensor's own
/// xt::mean, xt::sum and so on are lazy: in `x - xt::mean(x, {0})` the mean is computed again for every
/// element.
///
/// Dimensions: N = batch, D and M = features, T = time steps. Rows are examples.
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

#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>

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

/// A tensor that does not have the shape it should. The text names the function, the tensor and both shapes.
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

Tensor3 zeros(std::size_t first, std::size_t second, std::size_t third);
Matrix zeros(std::size_t rows, std::size_t columns);
Vector zeros(std::size_t size);

/// An xtensor expression, computed: the tensor of the same rank, a Vector for rank 1, a Matrix for rank 2...
template <class E>
auto evaluate(const xt::xexpression<E>& expression) {
  using Shape = typename E::shape_type;
  return xt::xtensor<double, std::tuple_size_v<Shape>>(expression.derived_cast());
}

/// The helpers below are objects and not functions: xtensor has lazy functions of the same names, and
/// argument-dependent lookup would prefer those. An object switches that lookup off, so that `sum(x, 0)`
/// always means this one. Each takes a tensor or an expression.

/// matmul(a: (N, D), b: (D, M)) -> (N, M), by BLAS. Throws ShapeError when the inner sizes differ.
struct Matmul {
  Matrix operator()(const Matrix& a, const Matrix& b) const;
};
inline constexpr Matmul matmul{};

/// transpose(x: (N, D)) -> (D, N), a copy.
struct Transpose {
  Matrix operator()(const Matrix& x) const;
};
inline constexpr Transpose transpose{};

/// outer(a: (N), b: (M)) -> (N, M) with a_i b_j.
struct Outer {
  Matrix operator()(const Vector& a, const Vector& b) const;
};
inline constexpr Outer outer{};

/// A reduction over one axis or over everything. reduce(x: (N, D), 0) -> (D); reduce(x, 1) -> (N); reduce(x)
/// -> one number. Throws ShapeError for an axis that x does not have, and where there is nothing to take the
/// mean or maximum of.
template <class Reduction>
struct Reduce {
  double operator()(const Vector& x) const { return Reduction::all(x); }
  double operator()(const Matrix& x) const { return Reduction::all(x); }
  double operator()(const Tensor3& x) const { return Reduction::all(x); }
  double operator()(const Tensor4& x) const { return Reduction::all(x); }
  Vector operator()(const Matrix& x, std::size_t axis) const { return Reduction::along(x, axis); }

  template <class E>
  double operator()(const xt::xexpression<E>& x) const {
    return (*this)(evaluate(x));
  }
  template <class E>
  Vector operator()(const xt::xexpression<E>& x, std::size_t axis) const {
    return (*this)(evaluate(x), axis);
  }
};

struct SumReduction {
  static double all(const Vector& x);
  static double all(const Matrix& x);
  static double all(const Tensor3& x);
  static double all(const Tensor4& x);
  static Vector along(const Matrix& x, std::size_t axis);
};
struct MeanReduction {
  static double all(const Vector& x);
  static double all(const Matrix& x);
  static double all(const Tensor3& x);
  static double all(const Tensor4& x);
  static Vector along(const Matrix& x, std::size_t axis);
};
struct MaxReduction {
  static double all(const Vector& x);
  static double all(const Matrix& x);
  static double all(const Tensor3& x);
  static double all(const Tensor4& x);
  static Vector along(const Matrix& x, std::size_t axis);
};
inline constexpr Reduce<SumReduction> sum{};
inline constexpr Reduce<MeanReduction> mean{};
inline constexpr Reduce<MaxReduction> max{};

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

/// at_time(x: (N, T, D), t) -> (N, D): one time step, a copy. Throws ShapeError when t >= T.
struct AtTime {
  Matrix operator()(const Tensor3& x, std::size_t t) const;
};
inline constexpr AtTime at_time{};

/// set_time(x: (N, T, D), t, step: (N, D)): writes one time step. Throws ShapeError when a size does not fit.
void set_time(Tensor3& x, std::size_t t, const Matrix& step);

/// An elementwise function of a number, a tensor or an expression, computed once and precompiled.
template <class Function>
struct Elementwise {
  double operator()(double x) const { return Function::of(x); }
  Vector operator()(const Vector& x) const { return Function::of(x); }
  Matrix operator()(const Matrix& x) const { return Function::of(x); }
  Tensor3 operator()(const Tensor3& x) const { return Function::of(x); }

  template <class E>
  auto operator()(const xt::xexpression<E>& x) const {
    return (*this)(evaluate(x));
  }
};

struct ExpFunction {
  static double of(double x);
  static Vector of(const Vector& x);
  static Matrix of(const Matrix& x);
  static Tensor3 of(const Tensor3& x);
};
struct LogFunction {
  static double of(double x);
  static Vector of(const Vector& x);
  static Matrix of(const Matrix& x);
  static Tensor3 of(const Tensor3& x);
};
struct TanhFunction {
  static double of(double x);
  static Vector of(const Vector& x);
  static Matrix of(const Matrix& x);
  static Tensor3 of(const Tensor3& x);
};
struct SqrtFunction {
  static double of(double x);
  static Vector of(const Vector& x);
  static Matrix of(const Matrix& x);
  static Tensor3 of(const Tensor3& x);
};
struct AbsFunction {
  static double of(double x);
  static Vector of(const Vector& x);
  static Matrix of(const Matrix& x);
  static Tensor3 of(const Tensor3& x);
};
inline constexpr Elementwise<ExpFunction> exp{};
inline constexpr Elementwise<LogFunction> log{};
inline constexpr Elementwise<TanhFunction> tanh{};
inline constexpr Elementwise<SqrtFunction> sqrt{};
inline constexpr Elementwise<AbsFunction> abs{};

}  // namespace backprop
