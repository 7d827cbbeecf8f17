// No matmul and no helper: each query and key is one step of four loops, and a pair hands each gradient its
// share. The weights that the mask hides are never computed.
#include <backprop/attention.hpp>
#include <cmath>
#include <vector>

namespace backprop {

Forward<Tensor3, AttentionCache> attention_forward(const Tensor3& q, const Tensor3& k, const Tensor3& v,
                                                   bool causal) {
  const std::size_t N = q.shape(0), T = q.shape(1), S = k.shape(1), D = q.shape(2), M = v.shape(2);
  require_shape("attention_forward", "k", k.shape(), {N, causal ? T : S, D}, "(N, S, D)");
  require_shape("attention_forward", "v", v.shape(), {N, S, M}, "(N, S, M)");
  AttentionCache cache{q, k, v, zeros(N, T, S)};
  Tensor3 out = zeros(N, T, M);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t i = 0; i < T; ++i) {
      const std::size_t seen = causal ? i + 1 : S;
      double largest = -INFINITY, total = 0.0;
      for (std::size_t j = 0; j < seen; ++j) {
        double product = 0.0;
        for (std::size_t d = 0; d < D; ++d) product += q(n, i, d) * k(n, j, d);
        cache.p(n, i, j) = product / std::sqrt(static_cast<double>(D));
        largest = std::fmax(largest, cache.p(n, i, j));
      }
      for (std::size_t j = 0; j < seen; ++j) total += cache.p(n, i, j) = std::exp(cache.p(n, i, j) - largest);
      for (std::size_t j = 0; j < seen; ++j) {
        cache.p(n, i, j) /= total;
        for (std::size_t m = 0; m < M; ++m) out(n, i, m) += cache.p(n, i, j) * v(n, j, m);
      }
    }
  }
  return {out, cache};
}

AttentionGradients attention_backward(const Tensor3& dout, const AttentionCache& cache) {
  const auto& [q, k, v, p] = cache;
  const std::size_t N = q.shape(0), T = q.shape(1), S = k.shape(1), D = q.shape(2), M = v.shape(2);
  require_shape("attention_backward", "dout", dout.shape(), {N, T, M}, "(N, T, M)");
  AttentionGradients gradients{zeros(N, T, D), zeros(N, S, D), zeros(N, S, M)};
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t i = 0; i < T; ++i) {
      std::vector<double> asked(S, 0.0);
      double mean = 0.0;
      for (std::size_t j = 0; j < S; ++j) {
        for (std::size_t m = 0; m < M; ++m) {
          asked[j] += dout(n, i, m) * v(n, j, m);
          gradients.dv(n, j, m) += p(n, i, j) * dout(n, i, m);
        }
        mean += p(n, i, j) * asked[j];
      }
      for (std::size_t j = 0; j < S; ++j) {
        const double ds = p(n, i, j) * (asked[j] - mean) / std::sqrt(static_cast<double>(D));
        for (std::size_t d = 0; d < D; ++d) {
          gradients.dq(n, i, d) += ds * k(n, j, d);
          gradients.dk(n, j, d) += ds * q(n, i, d);
        }
      }
    }
  }
  return gradients;
}

}  // namespace backprop
