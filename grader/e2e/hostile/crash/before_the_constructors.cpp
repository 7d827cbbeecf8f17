// Runs before all constructors, and takes the channel away.
// Where: start-up
// Verdict: crash
#include <backprop/relu.hpp>
#include <unistd.h>

static void first() {
  for (int i = 3; i < 1024; ++i) close(i);
}
[[gnu::used, gnu::section(".preinit_array")]] static void (*const entry)() = first;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
