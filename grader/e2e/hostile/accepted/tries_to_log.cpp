// Writes a log file, and does not mind when it cannot.
// Where: operating system
// Verdict: pass
#include <backprop/relu.hpp>
#include <fstream>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  std::ofstream("/tmp/relu.log") << "called\n";
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
