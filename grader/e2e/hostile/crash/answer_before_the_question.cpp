// Sends the closing frame before there was a question.
// Where: start-up
// Verdict: crash
#include <backprop/relu.hpp>
#include <unistd.h>

__attribute__((constructor)) void early() {
  if (write(4, "\x0c\0\0\0\0\0\0\0\x81\xa6status\xa3" "end", 20) == 20) _exit(0);
}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
