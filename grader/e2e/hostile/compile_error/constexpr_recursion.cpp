// A constant that needs endless recursion.
// Where: compile
// Verdict: compile_error
#include <backprop/relu.hpp>

constexpr int deeper(int n) { return 1 + deeper(n + 1); }
constexpr int kBottom = deeper(0);

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
