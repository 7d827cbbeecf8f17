#include <backprop/embedding.hpp>

namespace backprop {

Forward<Tensor3, EmbeddingCache> embedding_forward(const LabelMatrix& x, const Matrix& w) {
  require_labels("embedding_forward", x, w.shape(0));
  // BEGIN SOLUTION forward: the vector of word x(n, t) is row x(n, t) of w.
  const std::size_t D = w.shape(1);
  Tensor3 out = zeros(x.shape(0), x.shape(1), D);
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      row_at(out, n, t) = row_at(w, x(n, t));
    }
  }
  return {out, {x, w.shape(0), D}};
  // END SOLUTION
}

Matrix embedding_backward(const Tensor3& dout, const EmbeddingCache& cache) {
  const auto& [x, vocabulary, features] = cache;
  require_shape("embedding_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), features}, "(N, T, D)");
  // BEGIN SOLUTION backward: dw. What does the vector of a word get that occurs twice? Of one that does not
  // occur?
  Matrix dw = zeros(vocabulary, features);
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      row_at(dw, x(n, t)) += row_at(dout, n, t);
    }
  }
  return dw;
  // END SOLUTION
}

}  // namespace backprop
