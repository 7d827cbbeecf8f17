// A note for the linker whose size is not that of its content.
// Where: link
// Verdict: pass
#include <backprop/relu.hpp>

asm(".pushsection .note.gnu.property, \"a\", @note\n.long 4, 0x7ffffff0, 5\n.asciz \"GNU\"\n.quad -1\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
