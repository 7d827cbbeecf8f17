// Changes the input behind a const, so that zeros are right.
// Where: run time
// Verdict: fail
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) {
  Matrix out = xt::maximum(x, 0.0);
  const_cast<Matrix&>(x).fill(-1.0);
  return {out, {x}};
}

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
