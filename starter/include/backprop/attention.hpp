/// Attention (Vaswani et al., 2017), one head: each query looks at all keys, and takes the mean of their
/// values, weighted by how well they fit.
///
///     s_ij = q_i . k_j / sqrt(D)      p_ij = e^s_ij / sum_j e^s_ij      out_i = sum_j p_ij v_j
///
/// With a causal mask, query i sees keys 0 to i only: the others have weight 0, and query 0 has one choice.
/// Queries and keys are then steps of one sequence, and S = T.
///
/// The row that query i has in p is a softmax. Its scores may be as large as 1e3, of either sign: the largest
/// of a row is taken off before e^s, and with it nothing overflows. Where one key wins everything, p_ij is 0
/// or 1, and no gradient reaches q and k.
/// N = sequences, T = queries, S = keys, D = features of a query or key, M = features of a value.
#pragma once

#include <backprop/heads.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct AttentionCache {
  Tensor3 q;  // (N, T, D)
  Tensor3 k;  // (N, S, D)
  Tensor3 v;  // (N, S, M)
  Tensor3 p;  // (N, T, S) the weights: each row sums to 1, and is 0 where the mask hides a key
};

/// q: (N, T, D), k: (N, S, D), v: (N, S, M).  Returns out: (N, T, M) and the cache.  Throws ShapeError when
/// the sizes do not fit, or when the attention is causal and S differs from T.
Forward<Tensor3, AttentionCache> attention_forward(const Tensor3& q, const Tensor3& k, const Tensor3& v,
                                                   bool causal);

struct AttentionGradients {
  Tensor3 dq;  // (N, T, D)
  Tensor3 dk;  // (N, S, D)
  Tensor3 dv;  // (N, S, M)
};

/// dout: (N, T, M) gradient of the loss with respect to out.  Returns dq, dk, dv.  Throws ShapeError when
/// dout does not fit the cache.
AttentionGradients attention_backward(const Tensor3& dout, const AttentionCache& cache);

}  // namespace backprop
