// Lets every inexact result be a signal.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <cfenv>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  feenableexcept(FE_ALL_EXCEPT);
  return dout / 3.0;
}
}  // namespace backprop
