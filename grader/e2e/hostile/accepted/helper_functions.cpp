// Helper functions, a class, a lambda.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>

namespace {
struct Gate {
  double slope(double x) const { return x > 0.0 ? 1.0 : 0.0; }
};
}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix dx = dout;
  const Gate gate;
  const auto apply = [&](std::size_t i) { dx.flat(i) *= gate.slope(cache.x.flat(i)); };
  for (std::size_t i = 0; i < dx.size(); ++i) apply(i);
  return dx;
}
}  // namespace backprop
