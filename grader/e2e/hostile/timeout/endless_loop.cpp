// Computes for ever.
// Where: run time
// Verdict: timeout
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (volatile int i = 0;; i = i + 1) {
  }
}
}  // namespace backprop
