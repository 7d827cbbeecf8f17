// A static table, filled before main().
// Where: start-up
// Verdict: pass
#include <backprop/relu.hpp>
#include <array>
#include <cstdio>

const std::array<double, 2> kSlopes = [] {
  std::puts("filling a table");
  return std::array<double, 2>{0.0, 1.0};
}();

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix dx = dout;
  for (std::size_t i = 0; i < dx.size(); ++i) dx.flat(i) *= kSlopes[cache.x.flat(i) > 0.0];
  return dx;
}
}  // namespace backprop
