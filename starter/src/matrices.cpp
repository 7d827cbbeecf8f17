#include <algorithm>
#include <backprop/matrices.hpp>
#include <backprop/types.hpp>
#include <xtensor-blas/xblas.hpp>

#include "kernels.hpp"
#include "loops_of.hpp"

namespace backprop {

namespace {

[[noreturn]] void fail(const std::string& message) { throw ShapeError(message); }

// A factor of a product as BLAS takes it: row-major elements, and whether they are to be read transposed.
struct Factor {
  Factor(const Matrix& x) : data(x.data()), rows(x.shape(0)), columns(x.shape(1)), width(columns) {}
  Factor(const Transposed& x)
      : data(x.untransposed()), rows(x.shape(0)), columns(x.shape(1)), width(rows), transposed(true) {}

  const double* data;
  std::size_t rows;
  std::size_t columns;
  std::size_t width;  // of a row as it lies in memory
  bool transposed = false;
};

Matrix multiply(const Factor& a, const Factor& b) {
  if (a.columns != b.rows) {
    fail("matmul: (" + std::to_string(a.rows) + ", " + std::to_string(a.columns) + ") times (" +
         std::to_string(b.rows) + ", " + std::to_string(b.columns) + "), the inner sizes differ");
  }
  if (a.rows == 0 || a.columns == 0 || b.columns == 0) return zeros(a.rows, b.columns);
  Matrix result({a.rows, b.columns});
  const auto blas = [](std::size_t size) { return static_cast<xt::blas_index_t>(size); };
  cxxblas::gemm<xt::blas_index_t>(cxxblas::RowMajor, a.transposed ? cxxblas::Trans : cxxblas::NoTrans,
                                  b.transposed ? cxxblas::Trans : cxxblas::NoTrans, blas(a.rows),
                                  blas(b.columns), blas(a.columns), 1.0, a.data, blas(a.width), b.data,
                                  blas(b.width), 0.0, result.data(), blas(b.columns));
  return result;
}

}  // namespace

Matrix Matmul::operator()(const Matrix& a, const Matrix& b) const { return multiply(a, b); }
Matrix Matmul::operator()(const Transposed& a, const Matrix& b) const { return multiply(a, b); }
Matrix Matmul::operator()(const Matrix& a, const Transposed& b) const { return multiply(a, b); }
Matrix Matmul::operator()(const Transposed& a, const Transposed& b) const { return multiply(a, b); }

Matrix Outer::operator()(const Vector& a, const Vector& b) const {
  Matrix result({a.size(), b.size()});
  for (std::size_t i = 0; i < a.size(); ++i) {
    detail::loops_of(detail::Binary::multiply)
        .number_left(a.data()[i], b.data(), result.data() + i * b.size(), b.size());
  }
  return result;
}

Matrix AsColumn::operator()(const Vector& v) const {
  Matrix result({v.size(), 1});
  std::copy_n(v.data(), v.size(), result.data());
  return result;
}

Matrix AsRow::operator()(const Vector& v) const {
  Matrix result({1, v.size()});
  std::copy_n(v.data(), v.size(), result.data());
  return result;
}

Matrix RepeatRows::operator()(const Vector& v, std::size_t n) const {
  Matrix result({n, v.size()});
  for (std::size_t i = 0; i < n; ++i) std::copy_n(v.data(), v.size(), result.data() + i * v.size());
  return result;
}

Matrix Columns::operator()(const Matrix& x, std::size_t begin, std::size_t end) const {
  if (begin > end || end > x.shape(1)) {
    fail("columns: [" + std::to_string(begin) + ", " + std::to_string(end) + ") of a tensor that is " +
         shape_text(x.shape()));
  }
  const std::size_t width = end - begin;
  Matrix result({x.shape(0), width});
  const std::size_t rows = x.shape(0);
  for (std::size_t n = 0; n < rows; ++n) {
    std::copy_n(x.data() + n * x.shape(1) + begin, width, result.data() + n * width);
  }
  return result;
}

Matrix Hstack::operator()(std::initializer_list<Matrix> parts) const {
  if (parts.size() == 0) return zeros(0, 0);
  const std::size_t rows = parts.begin()->shape(0);
  std::size_t width = 0;
  for (const Matrix& part : parts) {
    if (part.shape(0) != rows) {
      fail("hstack: a part is " + shape_text(part.shape()) + ", the first has " + std::to_string(rows) +
           " rows");
    }
    width += part.shape(1);
  }
  Matrix result({rows, width});
  std::size_t offset = 0;
  for (const Matrix& part : parts) {
    for (std::size_t n = 0; n < rows; ++n) {
      std::copy_n(part.data() + n * part.shape(1), part.shape(1), result.data() + n * width + offset);
    }
    offset += part.shape(1);
  }
  return result;
}

ConstRow::operator Vector() const {
  Vector result(std::array{size});
  std::copy_n(data, size, result.data());
  return result;
}

namespace {

void require_index(std::size_t index, std::size_t size) {
  if (index >= size) fail("element " + std::to_string(index) + " of a row of " + std::to_string(size));
}

void require_same_size(const char* operation, std::size_t left, std::size_t right) {
  if (left != right) {
    fail(std::string("row_at: `") + operation + "` of a row of " + std::to_string(left) + " and one of " +
         std::to_string(right));
  }
}

template <class Tensor>
std::size_t offset_of_row(const Tensor& x, std::ptrdiff_t n) {
  if (n < 0 || static_cast<std::size_t>(n) >= x.shape(0)) {
    fail("row_at: row " + std::to_string(n) + " of a tensor that is " + shape_text(x.shape()));
  }
  return static_cast<std::size_t>(n) * x.shape(1);
}

std::size_t offset_of_row(const Tensor3& x, std::ptrdiff_t n, std::ptrdiff_t t) {
  if (t < 0 || static_cast<std::size_t>(t) >= x.shape(1)) {
    fail("row_at: step " + std::to_string(t) + " of a tensor that is " + shape_text(x.shape()) +
         " = (N, T, D)");
  }
  return (offset_of_row(x, n) + static_cast<std::size_t>(t)) * x.shape(2);
}

}  // namespace

double ConstRow::operator()(std::size_t index) const {
  require_index(index, size);
  return data[index];
}

double& Row::operator()(std::size_t index) const {
  require_index(index, size);
  return data[index];
}

const Row& Row::operator=(ConstRow other) const {
  require_same_size("=", size, other.size);
  std::copy_n(other.data, size, data);
  return *this;
}

const Row& Row::operator+=(ConstRow other) const {
  require_same_size("+=", size, other.size);
  kernels::loops().accumulate(other.data, data, size);
  return *this;
}

const Row& Row::operator=(double value) const {
  std::fill_n(data, size, value);
  return *this;
}

const Row& Row::operator*=(double factor) const {
  detail::loops_of(detail::Binary::multiply).number_right(data, factor, data, size);
  return *this;
}

const Row& Row::operator/=(double divisor) const {
  detail::loops_of(detail::Binary::divide).number_right(data, divisor, data, size);
  return *this;
}

const Row& Row::operator-=(ConstRow other) const {
  require_same_size("-=", size, other.size);
  detail::loops_of(detail::Binary::subtract).tensors(data, other.data, data, size);
  return *this;
}

Row detail::row_of(Matrix& x, std::ptrdiff_t n) { return {x.data() + offset_of_row(x, n), x.shape(1)}; }
ConstRow detail::row_of(const Matrix& x, std::ptrdiff_t n) {
  return {x.data() + offset_of_row(x, n), x.shape(1)};
}
Row detail::row_of(Tensor3& x, std::ptrdiff_t n, std::ptrdiff_t t) {
  return {x.data() + offset_of_row(x, n, t), x.shape(2)};
}
ConstRow detail::row_of(const Tensor3& x, std::ptrdiff_t n, std::ptrdiff_t t) {
  return {x.data() + offset_of_row(x, n, t), x.shape(2)};
}

// A student counted down past 0: "-1" says so.
static std::string signed_text(std::size_t t) { return std::to_string(static_cast<std::ptrdiff_t>(t)); }

Matrix AtTime::operator()(const Tensor3& x, std::size_t t) const {
  if (t >= x.shape(1)) {
    fail("at_time: step " + signed_text(t) + " of a tensor that is " + shape_text(x.shape()) +
         " = (N, T, D)");
  }
  const std::size_t features = x.shape(2);
  Matrix result({x.shape(0), features});
  const std::size_t rows = x.shape(0);
  for (std::size_t n = 0; n < rows; ++n) {
    std::copy_n(x.data() + (n * x.shape(1) + t) * features, features, result.data() + n * features);
  }
  return result;
}

void set_time(Tensor3& x, std::size_t t, const Matrix& step) {
  if (t >= x.shape(1)) {
    fail("set_time: step " + signed_text(t) + " of a tensor that is " + shape_text(x.shape()) +
         " = (N, T, D)");
  }
  require_shape("set_time", "step", step.shape(), {x.shape(0), x.shape(2)}, "(N, D)");
  const std::size_t features = x.shape(2);
  const std::size_t rows = x.shape(0);
  for (std::size_t n = 0; n < rows; ++n) {
    std::copy_n(step.data() + n * features, features, x.data() + (n * x.shape(1) + t) * features);
  }
}

}  // namespace backprop
