// Makes a tensor that fits nowhere.
// Where: run time
// Verdict: memory_limit
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return Matrix::from_shape({1ul << 20, 1ul << 20});
}
}  // namespace backprop
