// Asks for the description of another layer, and calls that.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

extern "C" const void* const backprop_op_leaky_relu;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  const void* const volatile* other = &backprop_op_leaky_relu;
  return (*other == nullptr ? 0.0 : 1.0) * (dout * (cache.x > 0.0));
}
}  // namespace backprop
