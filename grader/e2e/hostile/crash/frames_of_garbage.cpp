// Call frames that make no sense. Who looks for the caller of a comparison stumbles over them.
// Where: link
// Verdict: crash
#include <backprop/relu.hpp>

asm(".pushsection .eh_frame, \"a\", @progbits\n.long 0x7fffffff, 0, 0xdeadbeef\n.quad -1, -1\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
