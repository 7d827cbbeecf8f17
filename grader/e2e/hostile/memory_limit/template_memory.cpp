// A tuple of types that doubles and doubles.
// Where: compile
// Verdict: memory_limit
#include <backprop/relu.hpp>

template <class... T> struct List {};
template <int N, class... T> struct Grow { using type = typename Grow<N - 1, T..., T..., List<T...>>::type; };
template <class... T> struct Grow<0, T...> { using type = List<T...>; };
using Bomb = Grow<24, int, long>::type;

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  return 0.0 * dout;
}
}  // namespace backprop
