// Changes the upstream gradient behind a const, so that zeros are right.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const_cast<Matrix&>(dout).fill(0.0);
  return 0.0 * dout;
}
}  // namespace backprop
