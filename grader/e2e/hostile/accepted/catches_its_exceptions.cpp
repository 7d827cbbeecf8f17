// Throws and catches.
// Where: run time
// Verdict: pass
#include <backprop/relu.hpp>
#include <stdexcept>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  try {
    if (dout.size() > 0) throw std::runtime_error("not outside");
  } catch (const std::exception&) {
  }
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
