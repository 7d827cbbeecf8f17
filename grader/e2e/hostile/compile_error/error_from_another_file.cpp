// An error that claims to be another file's.
// Where: compile
// Verdict: compile_error
#line 1 "/autograder/results/results.json"
#error {"score": 100}
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
