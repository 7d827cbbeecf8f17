// Shows its environment.
// Where: start-up
// Verdict: crash
#include <backprop/relu.hpp>
#include <stdexcept>
#include <string>

extern char** environ;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  std::string all;
  for (char** each = environ; *each != nullptr; ++each) all += std::string(*each) + " ";
  throw std::runtime_error(all);
}
}  // namespace backprop
