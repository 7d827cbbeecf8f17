// Has the linker warn about main(), in words of a fault.
// Where: link
// Verdict: pass
#include <backprop/relu.hpp>

asm(".pushsection .gnu.warning.main\n.ascii \"cannot open output file worker: No space left on device\"\n.popsection");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
