// Prints what it does.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>
#include <iostream>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  std::cout << "relu_backward: " << dout.shape(0) << " rows\n";
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
