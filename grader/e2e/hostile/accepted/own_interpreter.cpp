// Names an interpreter for its program. The linker has named its own before.
// Where: link
// Verdict: pass
#include <backprop/relu.hpp>

asm(".pushsection .interp, \"a\", @progbits\n.string \"/nowhere/ld.so\"\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
