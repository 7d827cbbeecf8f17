// Takes memory until there is none.
// Where: run time
// Verdict: memory_limit
#include <backprop/relu.hpp>
#include <vector>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  std::vector<std::vector<double>> all;
  for (;;) all.emplace_back(1 << 20, 1.0);
}
}  // namespace backprop
