// Asks for a resolver at an address without code. The linker drops what nothing refers to.
// Where: start-up
// Verdict: pass
#include <backprop/relu.hpp>

asm(".pushsection .data\n.balign 8\nresolved: .quad 0\n.reloc resolved, R_X86_64_IRELATIVE, 16\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
