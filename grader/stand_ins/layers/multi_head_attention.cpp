#include <backprop/multi_head_attention.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor3, MultiHeadAttentionCache> multi_head_attention_forward(const Tensor3& x,
                                                                       const MultiHeadAttentionParameters& w,
                                                                       std::size_t heads, bool causal) {
  return grader::call_outside_as(multi_head_attention_forward, "multi_head_attention_forward", x, w, heads,
                                 causal);
}

MultiHeadAttentionGradients multi_head_attention_backward(const Tensor3& dout,
                                                          const MultiHeadAttentionCache& cache) {
  return grader::call_outside_as(multi_head_attention_backward, "multi_head_attention_backward", dout, cache);
}

}  // namespace backprop
