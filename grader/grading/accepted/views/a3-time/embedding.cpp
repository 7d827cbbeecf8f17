// Whole rows through views, and the gradient word by word: for each word of the vocabulary, all the places
// where it occurs.
#include <backprop/embedding.hpp>

namespace backprop {

Forward<Tensor3, EmbeddingCache> embedding_forward(const LabelMatrix& x, const Matrix& w) {
  require_labels("embedding_forward", x, w.shape(0));
  Tensor3 out = zeros(x.shape(0), x.shape(1), w.shape(1));
  for (std::size_t t = 0; t < x.shape(1); ++t) {
    for (std::size_t n = 0; n < x.shape(0); ++n) {
      xt::view(out, n, t, xt::all()) = xt::view(w, x(n, t), xt::all());
    }
  }
  return {out, {x, w.shape(0), w.shape(1)}};
}

Matrix embedding_backward(const Tensor3& dout, const EmbeddingCache& cache) {
  const auto& [x, vocabulary, features] = cache;
  require_shape("embedding_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), features}, "(N, T, D)");
  Matrix dw = zeros(vocabulary, features);
  for (std::size_t word = 0; word < vocabulary; ++word) {
    auto row = xt::view(dw, word, xt::all());
    for (std::size_t t = x.shape(1); t-- > 0;) {
      for (std::size_t n = 0; n < x.shape(0); ++n) {
        if (x(n, t) == static_cast<std::int64_t>(word)) row += xt::view(dout, n, t, xt::all());
      }
    }
  }
  return dw;
}

}  // namespace backprop
