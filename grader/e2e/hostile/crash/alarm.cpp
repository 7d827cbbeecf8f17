// Sets an alarm and waits for it.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <unistd.h>
#include <sys/time.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const itimerval soon = {{0, 0}, {0, 1000}};
  setitimer(ITIMER_REAL, &soon, nullptr);
  for (;;) pause();
  return 0.0 * dout;
}
}  // namespace backprop
