// A lookup is a product with a matrix of ones and zeros, so that w is a factor at both ends and its gradient
// is two products.
#include <backprop/tied_embedding.hpp>

namespace backprop {

namespace {

Matrix one_hot(const LabelMatrix& tokens, std::size_t V) {
  Matrix rows = zeros(tokens.size(), V);
  for (std::size_t i = 0; i < tokens.size(); ++i) rows(i, static_cast<std::size_t>(tokens.flat(i))) = 1.0;
  return rows;
}

}  // namespace

Forward<Tensor3, TiedEmbeddingCache> tied_embedding_forward(const LabelMatrix& tokens, const Matrix& w,
                                                            const Matrix& m) {
  require_labels("tied_embedding_forward", tokens, w.shape(0));
  require_shape("tied_embedding_forward", "m", m.shape(), {w.shape(1), w.shape(1)}, "(D, D)");
  const Matrix x = matmul(one_hot(tokens, w.shape(0)), w);
  const Matrix h = matmul(x, m);
  const Matrix scores = matmul(x, matmul(m, transpose(w)));
  return {reshape(scores, {tokens.shape(0), tokens.shape(1), w.shape(0)}), {tokens, w, m, x, h}};
}

TiedEmbeddingGradients tied_embedding_backward(const Tensor3& dscores, const TiedEmbeddingCache& cache) {
  const auto& [tokens, w, m, x, h] = cache;
  const std::size_t N = tokens.shape(0), T = tokens.shape(1), V = w.shape(0);
  require_shape("tied_embedding_backward", "dscores", dscores.shape(), {N, T, V}, "(N, T, V)");
  const Matrix d = reshape(dscores, {tokens.size(), w.shape(0)});
  // How often each token's score was asked for at each token, by how much: (V, V).
  const Matrix counted = matmul(transpose(one_hot(tokens, w.shape(0))), d);
  return {matmul(matmul(counted, w), transpose(m)) + matmul(transpose(counted), matmul(w, m)),
          matmul(transpose(w), matmul(counted, w))};
}

}  // namespace backprop
