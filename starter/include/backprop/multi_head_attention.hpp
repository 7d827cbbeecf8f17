/// Multi-head self-attention (Vaswani et al., 2017): several attentions side by side, each in D/H of the
/// features.
///
///     q = x wq     k = x wk     v = x wv     out = merge(attention(split(q), split(k), split(v))) wo
///
/// split gives each head its own D/H columns, as a sequence of its own, and merge puts the heads' outputs
/// beside each other again: see heads.hpp. Each moves numbers only, so each is the other's backward pass.
/// The scale is that of a head, 1 / sqrt(D/H). H may be 1, or D.
///
/// The projections have no biases. That of the keys would add the same number to all scores of a row, which
/// a softmax does not notice: its gradient would be 0.
/// N = sequences, T = steps, D = features, H = heads.
#pragma once

#include <backprop/attention.hpp>
#include <backprop/heads.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct MultiHeadAttentionParameters {
  Matrix wq;  // (D, D)
  Matrix wk;  // (D, D)
  Matrix wv;  // (D, D)
  Matrix wo;  // (D, D)
};

struct MultiHeadAttentionCache {
  std::size_t heads;  // H
  Matrix x;           // (N T, D) the input, a row for each step of each sequence
  MultiHeadAttentionParameters w;
  AttentionCache attention;  // of N H sequences with D/H features
  Matrix merged;             // (N T, D) what wo multiplies
};

/// x: (N, T, D), H heads.  With `causal`, step t sees steps 0 to t only.  Returns out: (N, T, D) and the
/// cache.  Throws ShapeError when the sizes do not fit, or when H does not divide D.
Forward<Tensor3, MultiHeadAttentionCache> multi_head_attention_forward(const Tensor3& x,
                                                                       const MultiHeadAttentionParameters& w,
                                                                       std::size_t heads, bool causal);

struct MultiHeadAttentionGradients {
  Tensor3 dx;  // (N, T, D)
  Matrix dwq;  // (D, D)
  Matrix dwk;  // (D, D)
  Matrix dwv;  // (D, D)
  Matrix dwo;  // (D, D)
};

/// dout: (N, T, D) gradient of the loss with respect to out.  Throws ShapeError when dout does not fit the
/// cache.
MultiHeadAttentionGradients multi_head_attention_backward(const Tensor3& dout,
                                                          const MultiHeadAttentionCache& cache);

}  // namespace backprop
