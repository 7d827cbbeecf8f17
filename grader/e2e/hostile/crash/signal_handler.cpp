// Makes of a crash a success.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <csignal>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  std::signal(SIGSEGV, [](int) { _exit(0); });
  std::raise(SIGSEGV);
  return 0.0 * dout;
}
}  // namespace backprop
