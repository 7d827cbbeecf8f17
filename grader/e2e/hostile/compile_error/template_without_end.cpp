// A template that needs itself, one deeper.
// Where: compile
// Verdict: compile_error
#include <backprop/relu.hpp>

template <int N> struct Deeper { static constexpr int value = Deeper<N + 1>::value; };
constexpr int kBottom = Deeper<0>::value;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
