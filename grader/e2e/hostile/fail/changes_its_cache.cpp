// Uses its cache up.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  const Matrix dx = dout * (cache.x > 0.0);
  const_cast<Matrix&>(cache.x).fill(0.0);
  return dx;
}
}  // namespace backprop
