#include "grader/ops/checked_gradients.hpp"

#include <array>

namespace grader {

namespace {

using backprop::Matrix;

Matrix cubic(const Matrix& x, const Matrix& dout) { return dout * (3.0 * x * x - 2.0); }

Matrix logistic(const Matrix& x, const Matrix& dout) {
  const Matrix e = backprop::exp(-backprop::abs(x));
  return dout * e / ((1.0 + e) * (1.0 + e));
}

// The gradient of a function with one slope on each side of 0.
Matrix bent(const Matrix& x, const Matrix& dout, double left, double right) {
  return dout * xt::where(x > 0.0, right, left);
}

Matrix rectifier(const Matrix& x, const Matrix& dout) { return bent(x, dout, 0.0, 1.0); }
Matrix magnitude(const Matrix& x, const Matrix& dout) { return bent(x, dout, -1.0, 1.0); }
Matrix row_norm(const Matrix& x, const Matrix& dout) { return 2.0 * x * dout; }
Matrix faint(const Matrix& x, const Matrix& dout) { return 1e-6 * cubic(x, dout); }
Matrix steep(const Matrix& x, const Matrix& dout) { return 1e6 * cubic(x, dout); }
Matrix moved_rectifier(const Matrix& x, const Matrix& dout) { return rectifier(x - 1.0, dout); }

// In the order of checked_functions().
constexpr std::array kGradients = {cubic,    logistic, rectifier, magnitude,
                                   row_norm, faint,    steep,     moved_rectifier};

}  // namespace

Matrix checked_gradient(std::size_t which, const Matrix& x, const Matrix& dout) {
  return kGradients.at(which)(x, dout);
}

}  // namespace grader
