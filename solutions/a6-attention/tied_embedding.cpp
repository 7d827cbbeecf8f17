#include <backprop/tied_embedding.hpp>

namespace backprop {

Forward<Tensor3, TiedEmbeddingCache> tied_embedding_forward(const LabelMatrix& tokens, const Matrix& w,
                                                            const Matrix& m) {
  const std::size_t N = tokens.shape(0);
  const std::size_t T = tokens.shape(1);
  const std::size_t D = w.shape(1);
  require_labels("tied_embedding_forward", tokens, w.shape(0));
  require_shape("tied_embedding_forward", "m", m.shape(), {D, D}, "(D, D)");
  // BEGIN SOLUTION forward: the tokens' rows of w, times m, times w^T.
  Matrix x = zeros(N * T, D);
  for (std::size_t i = 0; i < N * T; ++i) row_at(x, i) = row_at(w, tokens(i / T, i % T));
  const Matrix h = matmul(x, m);
  return {reshape(matmul(h, transpose(w)), {N, T, w.shape(0)}), {tokens, w, m, x, h}};
  // END SOLUTION
}

TiedEmbeddingGradients tied_embedding_backward(const Tensor3& dscores, const TiedEmbeddingCache& cache) {
  const auto& [tokens, w, m, x, h] = cache;
  const std::size_t N = tokens.shape(0);
  const std::size_t T = tokens.shape(1);
  require_shape("tied_embedding_backward", "dscores", dscores.shape(), {N, T, w.shape(0)}, "(N, T, V)");
  // BEGIN SOLUTION backward: down from the scores to the rows that were read. w is met twice on the way.
  const Matrix d = reshape(dscores, {N * T, w.shape(0)});
  Matrix dw = matmul(transpose(d), h);
  const Matrix dh = matmul(d, w);
  const Matrix dx = matmul(dh, transpose(m));
  for (std::size_t i = 0; i < N * T; ++i) row_at(dw, tokens(i / T, i % T)) += row_at(dx, i);
  return {dw, matmul(transpose(x), dh)};
  // END SOLUTION
}

}  // namespace backprop
