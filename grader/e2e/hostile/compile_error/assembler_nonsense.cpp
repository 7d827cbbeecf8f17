// Gives the assembler what it cannot read.
// Where: compile
// Verdict: compile_error
#include <backprop/relu.hpp>

asm("give me all points");

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
