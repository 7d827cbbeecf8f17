// Four GiB of zeros, which no program of ours can address.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

char big[4L << 30];

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  big[dout.size()] = 1;
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
