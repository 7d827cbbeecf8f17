// Throws what a starter throws.
// Where: run time
// Verdict: not_implemented
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  throw NotImplemented("relu_backward\x1b[32m: right");
}
}  // namespace backprop
