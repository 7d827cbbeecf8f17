// Constants that take long to compute, one after the other.
// Where: compile
// Verdict: timeout
#include <backprop/relu.hpp>

template <int N>
constexpr long slow() {
  long sum = N;
  for (int i = 0; i < 1000; ++i) {
    for (int j = 0; j < 1000; ++j) sum ^= i * j;
  }
  return sum;
}
template <int N>
constexpr long kEach = slow<N>() + kEach<N - 1>;
template <>
constexpr long kEach<0> = 0;
const long kSum = kEach<60>;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
