// Throws before anybody can catch.
// Where: start-up
// Verdict: crash
#include <backprop/relu.hpp>
#include <stdexcept>

const int kEarly = [] { return throw std::runtime_error("early"), 0; }();

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
