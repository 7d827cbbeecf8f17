// An object of a gigabyte.
// Where: compile
// Verdict: output_limit
#include <backprop/relu.hpp>

int huge[1u << 28] = {1};

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
