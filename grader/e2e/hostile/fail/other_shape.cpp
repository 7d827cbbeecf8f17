// A gradient of another shape.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return Matrix::from_shape({dout.shape(1) + 1, 1});
}
}  // namespace backprop
