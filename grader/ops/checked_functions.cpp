#include "grader/ops/checked_functions.hpp"

#include "grader/ops/argument_shapes.hpp"
#include "grader/ops/packing.hpp"

namespace grader {

namespace {

using backprop::Matrix;

Matrix cubic(const Matrix& x) { return x * x * x - 2.0 * x; }
Matrix logistic(const Matrix& x) { return 1.0 / (1.0 + backprop::exp(-x)); }
Matrix rectifier(const Matrix& x) { return xt::maximum(x, 0.0); }
Matrix magnitude(const Matrix& x) { return backprop::abs(x); }
// Sums each row into one column. The gradient of an element depends on the whole row.
Matrix row_norm(const Matrix& x) { return backprop::as_column(backprop::sum(x * x, 1)); }
Matrix faint(const Matrix& x) { return 1e-6 * cubic(x); }
Matrix steep(const Matrix& x) { return 1e6 * cubic(x); }

Matrix moved_rectifier(const Matrix& x) { return xt::maximum(x - 1.0, 0.0); }

Matrix value_of(std::size_t which, const Matrix& x) { return checked_functions().at(which).f(x); }

const OutsideRegistration registration{
    kCheckedFunction, checked_outside(kCheckedFunction, ". N,D", outside_function(value_of))};

}  // namespace

const std::vector<CheckedFunction>& checked_functions() {
  static const std::vector<CheckedFunction> functions = {
      {"cubic", cubic},
      {"sigmoid", logistic},
      {"relu", rectifier},
      {"abs", magnitude},
      {"squared norm of each row", row_norm},
      {"cubic, times 1e-6", faint},
      {"cubic, times 1e6", steep},
      {"relu of x - 1", moved_rectifier},
  };
  return functions;
}

}  // namespace grader
