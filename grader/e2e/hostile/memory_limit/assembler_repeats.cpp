// Has the assembler write the same line again and again.
// Where: compile
// Verdict: memory_limit
#include <backprop/relu.hpp>

asm(".pushsection .data\n.rept 40000\n.dcb.d 40000, 3.5\n.endr\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
