// More errors than anybody wants to read.
// Where: compile
// Verdict: compile_error
#include <backprop/relu.hpp>

#define TEN(x) x; x; x; x; x; x; x; x; x; x;
#define THOUSAND(x) TEN(TEN(TEN(x)))
void flood() { THOUSAND(THOUSAND(nonsense)) }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
