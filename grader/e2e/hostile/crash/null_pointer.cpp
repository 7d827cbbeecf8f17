// Writes where nothing is.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  *const_cast<volatile int*>(static_cast<int*>(nullptr)) = 1;
  return 0.0 * dout;
}
}  // namespace backprop
