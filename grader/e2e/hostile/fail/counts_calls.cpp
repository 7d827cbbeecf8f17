// Is right at the first call only.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  static int calls = 0;
  if (calls++ == 0) return dout * (cache.x > 0.0);
  return 0.0 * dout;
}
}  // namespace backprop
