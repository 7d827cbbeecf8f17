/// One matrix at both ends of a language model (Press and Wolf, 2017): its rows are what the tokens are read
/// as, and what the scores of the next token are measured against.
///
///     x_nt = w_tokens(n,t)       h = x m       scores = h w^T
///
/// m stands for all of the model between the two ends; without attention, the scores depend on the current
/// token only. A row of w has two ways to the loss: at the bottom as a token that was read, as often as it
/// was, and at the top as a token that might have come next, at every step. Their gradients add up.
/// A token that was never read has the second way only.
/// N = sequences, T = steps, V = tokens in the vocabulary, D = features of a token.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct TiedEmbeddingCache {
  LabelMatrix tokens;  // (N, T)
  Matrix w;            // (V, D)
  Matrix m;            // (D, D)
  Matrix x;            // (N T, D) the rows of w that were read, a row for each step of each sequence
  Matrix h;            // (N T, D) what w^T multiplies
};

/// tokens: (N, T), each in [0, V), w: (V, D), m: (D, D).  Returns scores: (N, T, V) and the cache.  Throws
/// std::out_of_range for a token outside [0, V), and ShapeError when the sizes do not fit.
Forward<Tensor3, TiedEmbeddingCache> tied_embedding_forward(const LabelMatrix& tokens, const Matrix& w,
                                                            const Matrix& m);

struct TiedEmbeddingGradients {
  Matrix dw;  // (V, D)
  Matrix dm;  // (D, D)
};

/// dscores: (N, T, V) gradient of the loss with respect to the scores.  Throws ShapeError when dscores does
/// not fit the cache.
TiedEmbeddingGradients tied_embedding_backward(const Tensor3& dscores, const TiedEmbeddingCache& cache);

}  // namespace backprop
