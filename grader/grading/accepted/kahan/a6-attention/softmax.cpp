// The sums with compensation, from the last score to the first; dx by differences of upstream gradients:
// dx_i = p_i sum_k p_k (dp_i - dp_k), from which nothing has to cancel.
#include <backprop/softmax.hpp>
#include <cmath>

namespace backprop {

namespace {

struct CarefulSum {
  double value = 0.0, lost = 0.0;
  void add(double term) {
    const double corrected = term - lost, next = value + corrected;
    lost = (next - value) - corrected;
    value = next;
  }
};

}  // namespace

Forward<Tensor3, SoftmaxCache> softmax_forward(const Tensor3& x) {
  Tensor3 p = exp(x - reshape(max(x, 2), {x.shape(0), x.shape(1), 1}));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      CarefulSum total;
      for (std::size_t s = x.shape(2); s-- > 0;) total.add(p(n, t, s));
      row_at(p, n, t) /= total.value;
    }
  }
  return {p, {p}};
}

Tensor3 softmax_backward(const Tensor3& dp, const SoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)}, "(N, T, S)");
  Tensor3 dx = zeros_like(p);
  for (std::size_t n = 0; n < p.shape(0); ++n) {
    for (std::size_t t = 0; t < p.shape(1); ++t) {
      for (std::size_t i = 0; i < p.shape(2); ++i) {
        CarefulSum total;
        for (std::size_t k = p.shape(2); k-- > 0;) total.add(p(n, t, k) * (dp(n, t, i) - dp(n, t, k)));
        dx(n, t, i) = p(n, t, i) * total.value;
      }
    }
  }
  return dx;
}

}  // namespace backprop
