// A few megabytes of stack.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  volatile double frame[1 << 18] = {};
  frame[5] = 1.0;
  return double(frame[5]) * dout * (cache.x > 0.0);
}
}  // namespace backprop
