// Recursion without end.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>

int deeper(volatile int n) { volatile char frame[4096] = {1}; return n == -1 ? 0 : deeper(n + 1) + frame[n & 1]; }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return double(deeper(0)) * dout;
}
}  // namespace backprop
