#include <backprop/attention.hpp>

#include <cmath>
#include <limits>

namespace backprop {

namespace {

// The scores of one sequence, (T, S), without those of later keys when the mask is causal.
Matrix scores_of(const Matrix& q, const Matrix& k, bool causal) {
  Matrix s = matmul(q, transpose(k)) / std::sqrt(static_cast<double>(q.shape(1)));
  for (std::size_t i = 0; causal && i < s.shape(0); ++i) {
    for (std::size_t j = i + 1; j < s.shape(1); ++j) s(i, j) = -std::numeric_limits<double>::infinity();
  }
  return s;
}

Matrix softmax_of_rows(const Matrix& s) {
  const Matrix e = exp(s - as_column(max(s, 1)));
  return e / as_column(sum(e, 1));
}

}  // namespace

Forward<Tensor3, AttentionCache> attention_forward(const Tensor3& q, const Tensor3& k, const Tensor3& v,
                                                   bool causal) {
  const std::size_t N = q.shape(0);
  const std::size_t T = q.shape(1);
  const std::size_t S = causal ? T : k.shape(1);
  require_shape("attention_forward", "k", k.shape(), {N, S, q.shape(2)}, causal ? "(N, T, D)" : "(N, S, D)");
  require_shape("attention_forward", "v", v.shape(), {N, S, v.shape(2)}, causal ? "(N, T, M)" : "(N, S, M)");
  Tensor3 p = zeros(N, T, S);
  Tensor3 out = zeros(N, T, v.shape(2));
  for (std::size_t n = 0; n < N; ++n) {
    const Matrix weights = softmax_of_rows(scores_of(sequence_at(q, n), sequence_at(k, n), causal));
    set_sequence(p, n, weights);
    set_sequence(out, n, matmul(weights, sequence_at(v, n)));
  }
  return {out, {q, k, v, p}};
}

AttentionGradients attention_backward(const Tensor3& dout, const AttentionCache& cache) {
  const auto& [q, k, v, p] = cache;
  require_shape("attention_backward", "dout", dout.shape(), {q.shape(0), q.shape(1), v.shape(2)},
                "(N, T, M)");
  // TODO(a6.attention): for each sequence, from the top down: values and weights, the softmax of each
  // row, the scores. What does the mask need?
  throw NotImplemented("attention_backward");
}

}  // namespace backprop
