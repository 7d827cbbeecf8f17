// Large temporaries, given back.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>
#include <vector>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  const std::vector<double> large(1u << 20, 1.0);
  return large.back() * dout * (cache.x > 0.0);
}
}  // namespace backprop
