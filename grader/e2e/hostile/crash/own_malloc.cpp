// A malloc() that never has memory.
// Where: link
// Verdict: crash
#include <backprop/relu.hpp>

extern "C" void* malloc(unsigned long) noexcept { return nullptr; }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
