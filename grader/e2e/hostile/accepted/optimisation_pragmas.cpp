// Asks for optimisation by itself.
// Where: compile
// Verdict: pass
#pragma GCC optimize("O3", "unroll-loops")
#include <backprop/relu.hpp>

#define EACH(i, n) for (std::size_t i = 0; i < (n); ++i)
#warning "only a warning"

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix dx = dout;
  EACH(i, dx.size()) dx.flat(i) = cache.x.flat(i) > 0.0 ? dx.flat(i) : 0.0;
  return dx;
}
}  // namespace backprop
