// A helper that the linker may replace.
// Where: link
// Verdict: pass
#include <backprop/relu.hpp>

__attribute__((weak)) double slope_of_relu(double x) { return x > 0.0; }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix dx = dout;
  for (std::size_t i = 0; i < dx.size(); ++i) dx.flat(i) *= slope_of_relu(cache.x.flat(i));
  return dx;
}
}  // namespace backprop
