// Takes the place of the op's registration.
// Where: link
// Verdict: crash
#include <backprop/relu.hpp>

extern "C" { char backprop_op_relu; }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
