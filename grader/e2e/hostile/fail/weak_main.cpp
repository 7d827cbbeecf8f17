// A main() that gives way to others.
// Where: link
// Verdict: fail
#include <backprop/relu.hpp>

__attribute__((weak)) int main() { return 0; }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
