// Kills and stops its parent.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <csignal>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  kill(getppid(), SIGKILL);
  kill(getppid(), SIGSTOP);
  return 0.0 * dout;
}
}  // namespace backprop
