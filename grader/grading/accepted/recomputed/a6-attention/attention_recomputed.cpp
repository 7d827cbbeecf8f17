// Takes no tiles: one weight at a time, made again from its query and key, whatever the cache says of tiles.
#include <backprop/attention_recomputed.hpp>
#include <cmath>

namespace backprop {

namespace {

double score(const Tensor3& q, const Tensor3& k, std::size_t n, std::size_t i, std::size_t j) {
  double product = 0.0;
  for (std::size_t d = 0; d < q.shape(2); ++d) product += q(n, i, d) * k(n, j, d);
  return product / std::sqrt(static_cast<double>(q.shape(2)));
}

}  // namespace

Forward<Tensor3, AttentionRecomputedCache> attention_recomputed_forward(const Tensor3& q, const Tensor3& k,
                                                                        const Tensor3& v, bool causal,
                                                                        std::size_t tile) {
  const std::size_t N = q.shape(0), T = q.shape(1), S = causal ? T : k.shape(1);
  require_shape("attention_recomputed_forward", "k", k.shape(), {N, S, q.shape(2)}, "(N, S, D)");
  require_shape("attention_recomputed_forward", "v", v.shape(), {N, S, v.shape(2)}, "(N, S, M)");
  if (tile == 0) throw ShapeError("attention_recomputed_forward: the tile is 0");
  AttentionRecomputedCache cache{q, k, v, zeros(N, T, v.shape(2)), zeros(N, T), causal, tile};
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t i = 0; i < T; ++i) {
      const std::size_t seen = causal ? i + 1 : S;
      double largest = score(q, k, n, i, 0), total = 0.0;
      for (std::size_t j = 1; j < seen; ++j) largest = std::fmax(largest, score(q, k, n, i, j));
      for (std::size_t j = 0; j < seen; ++j) total += std::exp(score(q, k, n, i, j) - largest);
      cache.lse(n, i) = largest + std::log(total);
      for (std::size_t j = 0; j < seen; ++j) {
        const double weight = std::exp(score(q, k, n, i, j) - largest) / total;
        for (std::size_t m = 0; m < v.shape(2); ++m) cache.out(n, i, m) += weight * v(n, j, m);
      }
    }
  }
  return {cache.out, cache};
}

AttentionRecomputedGradients attention_recomputed_backward(const Tensor3& dout,
                                                           const AttentionRecomputedCache& cache) {
  const auto& [q, k, v, out, lse, causal, tile] = cache;
  const std::size_t D = q.shape(2), M = v.shape(2);
  require_shape("attention_recomputed_backward", "dout", dout.shape(), {q.shape(0), q.shape(1), M},
                "(N, T, M)");
  AttentionRecomputedGradients gradients{zeros_like(q), zeros_like(k), zeros_like(v)};
  for (std::size_t n = 0; n < q.shape(0); ++n) {
    for (std::size_t j = 0; j < k.shape(1); ++j) {
      for (std::size_t i = causal ? j : 0; i < q.shape(1); ++i) {
        const double weight = std::exp(score(q, k, n, i, j) - lse(n, i));
        double wish = 0.0;
        for (std::size_t m = 0; m < M; ++m) {
          gradients.dv(n, j, m) += weight * dout(n, i, m);
          wish += dout(n, i, m) * (v(n, j, m) - out(n, i, m));
        }
        const double ds = weight * wish / std::sqrt(static_cast<double>(D));
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
