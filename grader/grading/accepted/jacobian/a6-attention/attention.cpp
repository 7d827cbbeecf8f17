// The softmax's Jacobian of each query, diag(p) - p p^T, written out as a matrix. The scale goes into the
// queries before anything else, and comes out of dq at the end.
#include <backprop/attention.hpp>
#include <cmath>

namespace backprop {

namespace {

Matrix masked(Matrix s, bool causal) {
  if (!causal) return s;
  for (std::size_t i = 0; i < s.shape(0); ++i) {
    for (std::size_t j = i + 1; j < s.shape(1); ++j) s(i, j) = -1e300;
  }
  return s;
}

}  // namespace

Forward<Tensor3, AttentionCache> attention_forward(const Tensor3& q, const Tensor3& k, const Tensor3& v,
                                                   bool causal) {
  const auto [N, T, D] = q.shape();
  require_shape("attention_forward", "k", k.shape(), {N, causal ? T : k.shape(1), D}, "(N, S, D)");
  require_shape("attention_forward", "v", v.shape(), {N, k.shape(1), v.shape(2)}, "(N, S, M)");
  AttentionCache cache{q, k, v, zeros(N, T, k.shape(1))};
  Tensor3 out = zeros(N, T, v.shape(2));
  for (std::size_t n = 0; n < N; ++n) {
    const Matrix scaled = sequence_at(q, n) / std::sqrt(static_cast<double>(D));
    const Matrix s = masked(matmul(scaled, transpose(sequence_at(k, n))), causal);
    const Matrix e = exp(s - as_column(max(s, 1)));
    const Matrix p = e / as_column(sum(e, 1));
    set_sequence(cache.p, n, p);
    set_sequence(out, n, matmul(p, sequence_at(v, n)));
  }
  return {out, cache};
}

AttentionGradients attention_backward(const Tensor3& dout, const AttentionCache& cache) {
  const std::size_t N = cache.q.shape(0), T = cache.q.shape(1), S = cache.k.shape(1);
  require_shape("attention_backward", "dout", dout.shape(), {N, T, cache.v.shape(2)}, "(N, T, M)");
  const double root = std::sqrt(static_cast<double>(cache.q.shape(2)));
  AttentionGradients gradients{zeros_like(cache.q), zeros_like(cache.k), zeros_like(cache.v)};
  for (std::size_t n = 0; n < N; ++n) {
    const Matrix p = sequence_at(cache.p, n);
    const Matrix dp = matmul(sequence_at(dout, n), transpose(sequence_at(cache.v, n)));
    Matrix ds = zeros_like(p);
    for (std::size_t i = 0; i < p.shape(0); ++i) {
      const Vector row = row_at(p, i);
      Matrix jacobian = -outer(row, row);
      for (std::size_t j = 0; j < S; ++j) jacobian(j, j) += row(j);
      const Matrix product = matmul(as_row(row_at(dp, i)), jacobian);
      row_at(ds, i) = row_at(product, 0);
    }
    set_sequence(gradients.dq, n, matmul(ds, sequence_at(cache.k, n)) / root);
    set_sequence(gradients.dk, n, matmul(transpose(ds), sequence_at(cache.q, n) / root));
    set_sequence(gradients.dv, n, matmul(transpose(p), sequence_at(dout, n)));
  }
  return gradients;
}

}  // namespace backprop
