// NaN, which compares with nothing.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>
#include <limits>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return std::numeric_limits<double>::quiet_NaN() * dout;
}
}  // namespace backprop
