// Has its own data found by a resolver at an address without code. gold refuses such a relocation in data that is used.
// Where: start-up
// Verdict: compile_error
#include <backprop/relu.hpp>

asm(".pushsection .data\n.balign 8\nresolved_nowhere: .quad 0\n.reloc resolved_nowhere, R_X86_64_IRELATIVE, 16\n.popsection");
extern "C" double resolved_nowhere;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0) + 0.0 * resolved_nowhere;
}
}  // namespace backprop
