// A gradient that no frame can hold.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return xt::zeros<double>({4000, 4000});
}
}  // namespace backprop
