// Divides an integer by zero.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  volatile int zero = 0;
  return double(100 / zero) * dout;
}
}  // namespace backprop
