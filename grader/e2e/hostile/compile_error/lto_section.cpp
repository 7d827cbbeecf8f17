// Has a section that looks like code to be optimised at link time, so that the linker's helper gives up.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

asm(".pushsection .gnu.lto_x, \"e\", @progbits\n.string \"nonsense\"\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
