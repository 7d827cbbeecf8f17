// An answer whose status is there twice.
// Where: result channel
// Verdict: crash
#include <backprop/relu.hpp>
#include <string>
#include <unistd.h>

void say(const std::string& payload, unsigned long claimed) {
  std::string frame(reinterpret_cast<const char*>(&claimed), 8);
  frame += payload;
  if (write(4, frame.data(), frame.size()) < 0) _exit(1);
}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const std::string both("\x84\xa6status\xa2ok\xa6status\xa3""end\xa8modified\x90\xa9gradients\x80");
  say(both, both.size());
  return 0.0 * dout;
}
}  // namespace backprop
