#include <backprop/relu.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Matrix, ReluCache> relu_forward(const Matrix& x) {
  return grader::call_outside_as(relu_forward, "relu_forward", x);
}

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return grader::call_outside_as(relu_backward, "relu_backward", dout, cache);
}

}  // namespace backprop
