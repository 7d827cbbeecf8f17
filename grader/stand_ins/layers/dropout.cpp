#include <backprop/dropout.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Matrix, DropoutCache> dropout_forward(const Matrix& x, double p, Mode mode, Rng& rng) {
  return grader::call_outside_as(dropout_forward, "dropout_forward", x, p, mode, rng);
}

Matrix dropout_backward(const Matrix& dout, const DropoutCache& cache) {
  return grader::call_outside_as(dropout_backward, "dropout_backward", dout, cache);
}

}  // namespace backprop
