// Row by row over the list of scores that count: gathered, normalised, and put back. A row without any keeps
// the zeros that it begins with. The backward pass goes step by step: quotient, sum, exponential.
#include <algorithm>
#include <backprop/masked_softmax.hpp>
#include <cmath>
#include <vector>

namespace backprop {

Forward<Tensor3, MaskedSoftmaxCache> masked_softmax_forward(const Tensor3& x, const Tensor3& mask) {
  require_shape("masked_softmax_forward", "mask", mask.shape(), {x.shape(0), x.shape(1), x.shape(2)},
                "(N, T, S)");
  Tensor3 p = zeros_like(x);
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      std::vector<std::size_t> counting;
      for (std::size_t s = 0; s < x.shape(2); ++s) {
        if (mask(n, t, s) != 0.0) counting.push_back(s);
      }
      if (counting.empty()) continue;
      double largest = x(n, t, counting.front()), total = 0.0;
      for (const std::size_t s : counting) largest = std::max(largest, x(n, t, s));
      for (const std::size_t s : counting) total += p(n, t, s) = std::exp(x(n, t, s) - largest);
      for (const std::size_t s : counting) p(n, t, s) /= total;
    }
  }
  return {p, {p}};
}

Tensor3 masked_softmax_backward(const Tensor3& dp, const MaskedSoftmaxCache& cache) {
  const auto& [p] = cache;
  require_shape("masked_softmax_backward", "dp", dp.shape(), {p.shape(0), p.shape(1), p.shape(2)},
                "(N, T, S)");
  Tensor3 dx = zeros_like(p);
  for (std::size_t n = 0; n < p.shape(0); ++n) {
    for (std::size_t t = 0; t < p.shape(1); ++t) {
      // With e = p, as if the sum were 1: p = e / sum.
      double dsum = 0.0;
      for (std::size_t s = 0; s < p.shape(2); ++s) dsum -= dp(n, t, s) * p(n, t, s);
      for (std::size_t s = 0; s < p.shape(2); ++s) {
        const double de = dp(n, t, s) + dsum;
        dx(n, t, s) = de * p(n, t, s);
      }
    }
  }
  return dx;
}

}  // namespace backprop
