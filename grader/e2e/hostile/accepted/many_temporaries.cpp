// Many tensors, one after the other.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix dx = dout * (cache.x > 0.0);
  for (int i = 0; i < 200; ++i) dx = Matrix(dx + 1.0) - 1.0 - 0.0 * dx;
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
