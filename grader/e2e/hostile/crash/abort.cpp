// Aborts.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <cstdlib>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  std::abort();
}
}  // namespace backprop
