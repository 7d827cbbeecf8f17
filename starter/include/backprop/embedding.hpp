/// Word embedding: each token is looked up in a table, one row a word of the vocabulary.
///
///     out_nt = w_x(n,t)        (row x(n, t) of w)
///
/// A word that occurs several times reaches the loss on several paths, and one that does not occur has no say
/// in it.
/// N = sequences, T = time steps, V = words in the vocabulary, D = features of a word.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct EmbeddingCache {
  LabelMatrix x;           // (N, T) the tokens
  std::size_t vocabulary;  // V
  std::size_t features;    // D
};

/// x: (N, T) tokens, each in [0, V), w: (V, D).  Returns out: (N, T, D) and the cache.
/// Throws std::out_of_range for a token outside [0, V).
Forward<Tensor3, EmbeddingCache> embedding_forward(const LabelMatrix& x, const Matrix& w);

/// dout: (N, T, D) gradient of the loss with respect to out.  Returns dw: (V, D). Tokens have no gradient.
/// Throws ShapeError when dout is not (N, T, D).
Matrix embedding_backward(const Tensor3& dout, const EmbeddingCache& cache);

}  // namespace backprop
