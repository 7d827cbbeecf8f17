#include <backprop/multi_head_attention.hpp>

namespace backprop {

Forward<Tensor3, MultiHeadAttentionCache> multi_head_attention_forward(const Tensor3& x,
                                                                       const MultiHeadAttentionParameters& w,
                                                                       std::size_t heads, bool causal) {
  const std::size_t T = x.shape(1);
  const std::size_t D = x.shape(2);
  require_shape("multi_head_attention_forward", "wq", w.wq.shape(), {D, D}, "(D, D)");
  require_shape("multi_head_attention_forward", "wk", w.wk.shape(), {D, D}, "(D, D)");
  require_shape("multi_head_attention_forward", "wv", w.wv.shape(), {D, D}, "(D, D)");
  require_shape("multi_head_attention_forward", "wo", w.wo.shape(), {D, D}, "(D, D)");
  // BEGIN SOLUTION forward: three projections, split into heads; your attention; the heads merged, and
  // the fourth projection.
  const Matrix rows = as_rows(x);
  const Tensor3 q = split_heads(as_sequences(matmul(rows, w.wq), T), heads);
  const Tensor3 k = split_heads(as_sequences(matmul(rows, w.wk), T), heads);
  const Tensor3 v = split_heads(as_sequences(matmul(rows, w.wv), T), heads);
  auto [out, attention] = attention_forward(q, k, v, causal);
  const Matrix merged = as_rows(merge_heads(out, heads));
  return {as_sequences(matmul(merged, w.wo), T), {heads, rows, w, attention, merged}};
  // END SOLUTION
}

MultiHeadAttentionGradients multi_head_attention_backward(const Tensor3& dout,
                                                          const MultiHeadAttentionCache& cache) {
  const auto& [heads, rows, w, attention, merged] = cache;
  const std::size_t T = attention.q.shape(1);
  require_shape("multi_head_attention_backward", "dout", dout.shape(), {rows.shape(0) / T, T, rows.shape(1)},
                "(N, T, D)");
  // BEGIN SOLUTION backward: the same steps from the last to the first. x has three ways to the loss.
  const Matrix d = as_rows(dout);
  const Tensor3 dmerged = as_sequences(matmul(d, transpose(w.wo)), T);
  const AttentionGradients inside = attention_backward(split_heads(dmerged, heads), attention);
  const Matrix dq = as_rows(merge_heads(inside.dq, heads));
  const Matrix dk = as_rows(merge_heads(inside.dk, heads));
  const Matrix dv = as_rows(merge_heads(inside.dv, heads));
  const Matrix dx = matmul(dq, transpose(w.wq)) + matmul(dk, transpose(w.wk)) + matmul(dv, transpose(w.wv));
  return {as_sequences(dx, T), matmul(transpose(rows), dq), matmul(transpose(rows), dk),
          matmul(transpose(rows), dv), matmul(transpose(merged), d)};
  // END SOLUTION
}

}  // namespace backprop
