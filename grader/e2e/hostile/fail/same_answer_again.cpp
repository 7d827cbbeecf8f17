// Gives the first answer to every question.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  static const Matrix first = dout * (cache.x > 0.0);
  if (first.shape() == dout.shape()) return first;
  return 0.0 * dout;
}
}  // namespace backprop
