// A lookup is a product with a one-hot matrix, and so is its gradient, with the transposed one.
#include <backprop/embedding.hpp>

namespace backprop {

namespace {

// (N T, V)
Matrix one_hot(const LabelMatrix& x, std::size_t vocabulary) {
  Matrix result = zeros(x.size(), vocabulary);
  for (std::size_t i = 0; i < x.size(); ++i) result(i, static_cast<std::size_t>(x.flat(i))) = 1.0;
  return result;
}

}  // namespace

Forward<Tensor3, EmbeddingCache> embedding_forward(const LabelMatrix& x, const Matrix& w) {
  require_labels("embedding_forward", x, w.shape(0));
  const Matrix flat = matmul(one_hot(x, w.shape(0)), w);
  Tensor3 out = zeros(x.shape(0), x.shape(1), w.shape(1));
  for (std::size_t i = 0; i < out.size(); ++i) out.flat(i) = flat.flat(i);
  return {out, {x, w.shape(0), w.shape(1)}};
}

Matrix embedding_backward(const Tensor3& dout, const EmbeddingCache& cache) {
  const auto& [x, vocabulary, features] = cache;
  require_shape("embedding_backward", "dout", dout.shape(), {x.shape(0), x.shape(1), features}, "(N, T, D)");
  Matrix flat = zeros(x.size(), features);
  for (std::size_t i = 0; i < dout.size(); ++i) flat.flat(i) = dout.flat(i);
  return matmul(transpose(one_hot(x, vocabulary)), flat);
}

}  // namespace backprop
