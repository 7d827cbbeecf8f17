// Wants more static memory than there may be.
// Where: start-up
// Verdict: crash
#include <backprop/relu.hpp>

char huge[3ul << 29];

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  huge[dout.size()] = 1;
  if (huge[0] != 0) return dout;
  return 0.0 * dout;
}
}  // namespace backprop
