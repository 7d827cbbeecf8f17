// Includes a secret: the error would quote it.
// Where: compile
// Verdict: compile_error
// Only a box stops this.
#include "@SECRET@"
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
