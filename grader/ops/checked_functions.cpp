#include "grader/ops/checked_functions.hpp"

#include "grader/ops/argument_shapes.hpp"
#include "grader/ops/packing.hpp"

namespace grader {

namespace {

using backprop::Matrix;

Matrix cubic(const Matrix& x) { return x * x * x - 2.0 * x; }
Matrix cubic_vjp(const Matrix& x, const Matrix& dout) { return dout * (3.0 * x * x - 2.0); }

Matrix logistic(const Matrix& x) { return 1.0 / (1.0 + backprop::exp(-x)); }
Matrix logistic_vjp(const Matrix& x, const Matrix& dout) {
  const Matrix e = backprop::exp(-backprop::abs(x));
  return dout * e / ((1.0 + e) * (1.0 + e));
}

// The gradient of a function with one slope on each side of 0.
Matrix bent_vjp(const Matrix& x, const Matrix& dout, double left, double right) {
  return dout * xt::where(x > 0.0, right, left);
}

Matrix rectifier(const Matrix& x) { return xt::maximum(x, 0.0); }
Matrix rectifier_vjp(const Matrix& x, const Matrix& dout) { return bent_vjp(x, dout, 0.0, 1.0); }

Matrix magnitude(const Matrix& x) { return backprop::abs(x); }
Matrix magnitude_vjp(const Matrix& x, const Matrix& dout) { return bent_vjp(x, dout, -1.0, 1.0); }

// Sums each row into one column. The gradient of an element depends on the whole row.
Matrix row_norm(const Matrix& x) { return backprop::as_column(backprop::sum(x * x, 1)); }
Matrix row_norm_vjp(const Matrix& x, const Matrix& dout) { return 2.0 * x * dout; }

Matrix faint(const Matrix& x) { return 1e-6 * cubic(x); }
Matrix faint_vjp(const Matrix& x, const Matrix& dout) { return 1e-6 * cubic_vjp(x, dout); }

Matrix steep(const Matrix& x) { return 1e6 * cubic(x); }
Matrix steep_vjp(const Matrix& x, const Matrix& dout) { return 1e6 * cubic_vjp(x, dout); }

Matrix value_of(std::size_t which, const Matrix& x) { return checked_functions().at(which).f(x); }

const OutsideRegistration registration{
    kCheckedFunction, checked_outside(kCheckedFunction, ". N,D", outside_function(value_of))};

}  // namespace

const std::vector<CheckedFunction>& checked_functions() {
  static const std::vector<CheckedFunction> functions = {
      {"cubic", cubic, cubic_vjp},
      {"sigmoid", logistic, logistic_vjp},
      {"relu", rectifier, rectifier_vjp},
      {"abs", magnitude, magnitude_vjp},
      {"squared norm of each row", row_norm, row_norm_vjp},
      {"cubic, times 1e-6", faint, faint_vjp},
      {"cubic, times 1e6", steep, steep_vjp},
  };
  return functions;
}

}  // namespace grader
