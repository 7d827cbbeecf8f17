#include <algorithm>
#include <backprop/tensor.hpp>
#include <cmath>
#include <limits>
#include <xtensor-blas/xlinalg.hpp>

namespace backprop {

namespace {

[[noreturn]] void fail(const std::string& message) { throw ShapeError(message); }

template <class Tensor>
double sum_all(const Tensor& x) {
  double total = 0.0;
  for (const double value : x) total += value;
  return total;
}

template <class Tensor>
double mean_all(const Tensor& x) {
  if (x.size() == 0) fail("mean: an empty tensor has no mean");
  return sum_all(x) / static_cast<double>(x.size());
}

template <class Tensor>
double max_all(const Tensor& x) {
  if (x.size() == 0) fail("max: an empty tensor has no maximum");
  return *std::max_element(x.begin(), x.end());
}

void require_axis(const char* function, std::size_t axis) {
  if (axis > 1) fail(std::string(function) + ": a Matrix has axes 0 and 1, not " + std::to_string(axis));
}

template <class Tensor, class Function>
Tensor map(const Tensor& x, Function function) {
  Tensor result = x;
  std::transform(x.begin(), x.end(), result.begin(), function);
  return result;
}

}  // namespace

std::string shape_text(std::span<const std::size_t> shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

void require_shape(const char* function, const char* tensor, std::span<const std::size_t> actual,
                   std::initializer_list<std::size_t> expected, const char* meaning) {
  if (std::equal(actual.begin(), actual.end(), expected.begin(), expected.end())) return;
  fail(std::string(function) + ": " + tensor + " is " + shape_text(actual) + ", expected " +
       shape_text({expected.begin(), expected.size()}) + " = " + meaning);
}

namespace {

void require_label(const char* function, const std::string& place, std::int64_t label, std::size_t classes) {
  if (label >= 0 && static_cast<std::size_t>(label) < classes) return;
  throw std::out_of_range(std::string(function) + ": y(" + place + ") is " + std::to_string(label) +
                          ", expected a class in [0, " + std::to_string(classes) + ")");
}

}  // namespace

void require_labels(const char* function, const Labels& y, std::size_t classes) {
  for (std::size_t i = 0; i < y.size(); ++i) require_label(function, std::to_string(i), y(i), classes);
}

void require_labels(const char* function, const LabelMatrix& y, std::size_t classes) {
  for (std::size_t i = 0; i < y.shape(0); ++i) {
    for (std::size_t j = 0; j < y.shape(1); ++j) {
      require_label(function, std::to_string(i) + ", " + std::to_string(j), y(i, j), classes);
    }
  }
}

Tensor3 zeros(std::size_t first, std::size_t second, std::size_t third) {
  return Tensor3({first, second, third}, 0.0);
}
Matrix zeros(std::size_t rows, std::size_t columns) { return Matrix({rows, columns}, 0.0); }
Vector zeros(std::size_t size) { return Vector({size}, 0.0); }

Matrix Matmul::operator()(const Matrix& a, const Matrix& b) const {
  if (a.shape(1) != b.shape(0)) {
    fail("matmul: " + shape_text(a.shape()) + " times " + shape_text(b.shape()) + ", the inner sizes differ");
  }
  if (a.size() == 0 || b.size() == 0) return zeros(a.shape(0), b.shape(1));
  return xt::linalg::dot(a, b);
}

Matrix Transpose::operator()(const Matrix& x) const {
  Matrix result = zeros(x.shape(1), x.shape(0));
  for (std::size_t i = 0; i < x.shape(0); ++i) {
    for (std::size_t j = 0; j < x.shape(1); ++j) result(j, i) = x(i, j);
  }
  return result;
}

Matrix Outer::operator()(const Vector& a, const Vector& b) const {
  Matrix result = zeros(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) result(i, j) = a(i) * b(j);
  }
  return result;
}

double SumReduction::all(const Vector& x) { return sum_all(x); }
double SumReduction::all(const Matrix& x) { return sum_all(x); }
double SumReduction::all(const Tensor3& x) { return sum_all(x); }
double SumReduction::all(const Tensor4& x) { return sum_all(x); }
Vector SumReduction::along(const Matrix& x, std::size_t axis) {
  require_axis("sum", axis);
  Vector result = zeros(x.shape(1 - axis));
  for (std::size_t i = 0; i < x.shape(0); ++i) {
    for (std::size_t j = 0; j < x.shape(1); ++j) result(axis == 0 ? j : i) += x(i, j);
  }
  return result;
}

double MeanReduction::all(const Vector& x) { return mean_all(x); }
double MeanReduction::all(const Matrix& x) { return mean_all(x); }
double MeanReduction::all(const Tensor3& x) { return mean_all(x); }
double MeanReduction::all(const Tensor4& x) { return mean_all(x); }
Vector MeanReduction::along(const Matrix& x, std::size_t axis) {
  require_axis("mean", axis);
  if (x.shape(axis) == 0) fail("mean: an empty axis has no mean");
  return SumReduction::along(x, axis) / static_cast<double>(x.shape(axis));
}

double MaxReduction::all(const Vector& x) { return max_all(x); }
double MaxReduction::all(const Matrix& x) { return max_all(x); }
double MaxReduction::all(const Tensor3& x) { return max_all(x); }
double MaxReduction::all(const Tensor4& x) { return max_all(x); }
Vector MaxReduction::along(const Matrix& x, std::size_t axis) {
  require_axis("max", axis);
  if (x.shape(axis) == 0) fail("max: an empty axis has no maximum");
  Vector result({x.shape(1 - axis)}, -std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < x.shape(0); ++i) {
    for (std::size_t j = 0; j < x.shape(1); ++j) {
      double& largest = result(axis == 0 ? j : i);
      largest = std::max(largest, x(i, j));
    }
  }
  return result;
}

Matrix AsColumn::operator()(const Vector& v) const {
  Matrix result = zeros(v.size(), 1);
  std::copy(v.begin(), v.end(), result.begin());
  return result;
}

Matrix AsRow::operator()(const Vector& v) const {
  Matrix result = zeros(1, v.size());
  std::copy(v.begin(), v.end(), result.begin());
  return result;
}

Matrix Columns::operator()(const Matrix& x, std::size_t begin, std::size_t end) const {
  if (begin > end || end > x.shape(1)) {
    fail("columns: [" + std::to_string(begin) + ", " + std::to_string(end) + ") of a tensor that is " +
         shape_text(x.shape()));
  }
  return xt::view(x, xt::all(), xt::range(begin, end));
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
  Matrix result = zeros(rows, width);
  std::size_t offset = 0;
  for (const Matrix& part : parts) {
    xt::view(result, xt::all(), xt::range(offset, offset + part.shape(1))) = part;
    offset += part.shape(1);
  }
  return result;
}

Matrix AtTime::operator()(const Tensor3& x, std::size_t t) const {
  if (t >= x.shape(1)) {
    fail("at_time: step " + std::to_string(t) + " of a tensor that is " + shape_text(x.shape()) +
         " = (N, T, D)");
  }
  return xt::view(x, xt::all(), t, xt::all());
}

void set_time(Tensor3& x, std::size_t t, const Matrix& step) {
  if (t >= x.shape(1)) {
    fail("set_time: step " + std::to_string(t) + " of a tensor that is " + shape_text(x.shape()) +
         " = (N, T, D)");
  }
  require_shape("set_time", "step", step.shape(), {x.shape(0), x.shape(2)}, "(N, D)");
  xt::view(x, xt::all(), t, xt::all()) = step;
}

#define BACKPROP_ELEMENTWISE(Function, function)             \
  double Function::of(double x) { return std::function(x); } \
  Vector Function::of(const Vector& x) {                     \
    return map(x, [](double v) { return of(v); });           \
  }                                                          \
  Matrix Function::of(const Matrix& x) {                     \
    return map(x, [](double v) { return of(v); });           \
  }                                                          \
  Tensor3 Function::of(const Tensor3& x) {                   \
    return map(x, [](double v) { return of(v); });           \
  }
BACKPROP_ELEMENTWISE(ExpFunction, exp)
BACKPROP_ELEMENTWISE(LogFunction, log)
BACKPROP_ELEMENTWISE(TanhFunction, tanh)
BACKPROP_ELEMENTWISE(SqrtFunction, sqrt)
BACKPROP_ELEMENTWISE(AbsFunction, abs)
#undef BACKPROP_ELEMENTWISE

}  // namespace backprop
