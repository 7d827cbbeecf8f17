// Brings the entry point of the program.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

extern "C" void _start() {}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
