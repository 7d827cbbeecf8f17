// Recursion over halves.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>

static void gate(double* dx, const double* x, std::size_t n) {
  if (n == 1 && !(*x > 0.0)) *dx = 0.0;
  if (n < 2) return;
  gate(dx, x, n / 2);
  gate(dx + n / 2, x + n / 2, n - n / 2);
}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix dx = dout;
  gate(dx.data(), cache.x.data(), dx.size());
  return dx;
}
}  // namespace backprop
