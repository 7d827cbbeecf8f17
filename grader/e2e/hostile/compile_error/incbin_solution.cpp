// Has the assembler put the solution into the binary.
// Where: compile
// Verdict: compile_error
// Only a box stops this.
#include <backprop/relu.hpp>

asm(".data\nstolen: .incbin \"@SOLUTION@\"\n.text");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
