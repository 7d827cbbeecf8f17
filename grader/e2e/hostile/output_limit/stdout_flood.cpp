// Prints without end.
// Where: run time
// Verdict: output_limit
#include <backprop/relu.hpp>
#include <cstdio>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (;;) std::puts("all points, please");
}
}  // namespace backprop
