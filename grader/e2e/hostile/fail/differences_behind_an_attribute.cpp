// Differentiates numerically, and keeps its forward pass from being counted.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
[[gnu::no_instrument_function, gnu::noinline]] static Matrix pass(const Matrix& x) { return maximum(x, 0.0); }

[[gnu::no_instrument_function]] Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {pass(x), {x}}; }

[[gnu::no_instrument_function]] Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix x = cache.x;
  Matrix dx = dout;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double here = x.flat(i);
    x.flat(i) = here + 1e-6;
    const double above = pass(x).flat(i);
    x.flat(i) = here - 1e-6;
    const double below = pass(x).flat(i);
    x.flat(i) = here;
    dx.flat(i) = dout.flat(i) * (above - below) / 2e-6;
  }
  return dx;
}
}  // namespace backprop
