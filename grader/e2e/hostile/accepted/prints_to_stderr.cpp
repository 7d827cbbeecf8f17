// Complains about itself.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>
#include <cstdio>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  std::fprintf(stderr, "relu_backward: error? no, all is well\n");
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
