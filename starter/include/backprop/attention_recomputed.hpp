/// The same attention as in attention.hpp, for sequences whose weights do not fit into memory: the backward
/// pass of flash attention (Dao et al., 2022).
///
///     s_ij = q_i . k_j / sqrt(D)      lse_i = log sum_j e^s_ij      p_ij = e^(s_ij - lse_i)
///
/// With lse, one number a query, each weight can be made again from q and k alone, by itself and in any
/// order. So the cache has no tensor of size T S, and neither pass needs more than a tile of the weights at a
/// time, `tile` queries by `tile` keys. The last tile may be smaller. The softmax's gradient needs one more
/// number a query, which is a sum over all its keys:
///
///     delta_i = sum_j p_ij (dout_i . v_j)
///
/// It can be had before the first tile, without any weight, from what the cache has.
///
/// Scores may be as large as 1e3, of either sign. The causal mask is that of attention.hpp: query i sees keys
/// 0 to i, and a tile may be hidden whole.
/// N = sequences, T = queries, S = keys, D = features of a query or key, M = features of a value.
#pragma once

#include <backprop/heads.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct AttentionRecomputedCache {
  Tensor3 q;         // (N, T, D)
  Tensor3 k;         // (N, S, D)
  Tensor3 v;         // (N, S, M)
  Tensor3 out;       // (N, T, M) the output
  Matrix lse;        // (N, T) the log of the sum of e^s, over all keys that the query sees
  bool causal;       // whether query i sees keys 0 to i only
  std::size_t tile;  // queries, and keys, of a tile
};

/// q: (N, T, D), k: (N, S, D), v: (N, S, M), tile >= 1, which may be larger than T and S.  Returns out:
/// (N, T, M) and the cache. The grader counts the numbers in the cache's tensors.  Throws ShapeError when the
/// sizes do not fit, when the attention is causal and S differs from T, or when the tile is 0.
Forward<Tensor3, AttentionRecomputedCache> attention_recomputed_forward(const Tensor3& q, const Tensor3& k,
                                                                        const Tensor3& v, bool causal,
                                                                        std::size_t tile);

struct AttentionRecomputedGradients {
  Tensor3 dq;  // (N, T, D)
  Tensor3 dk;  // (N, S, D)
  Tensor3 dv;  // (N, S, M)
};

/// dout: (N, T, M) gradient of the loss with respect to out.  Returns dq, dk, dv.  Throws ShapeError when
/// dout does not fit the cache.
AttentionRecomputedGradients attention_recomputed_backward(const Tensor3& dout,
                                                           const AttentionRecomputedCache& cache);

}  // namespace backprop
