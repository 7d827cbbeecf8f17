// Computes for ever, and ignores the signal that says so.
// Where: run time
// Verdict: timeout
#include <backprop/relu.hpp>
#include <csignal>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (int each = 1; each < 32; ++each) std::signal(each, SIG_IGN);
  for (volatile int i = 0;; i = i + 1) {
  }
}
}  // namespace backprop
