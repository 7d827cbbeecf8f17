// Two GiB for each thread, before the program begins.
// Where: start-up
// Verdict: crash
#include <backprop/relu.hpp>

thread_local char big[2UL << 30];

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  big[dout.size()] = 1;
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
