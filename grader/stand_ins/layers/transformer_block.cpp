#include <backprop/transformer_block.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor3, TransformerBlockCache> transformer_block_forward(
    const Tensor3& x, const TransformerBlockParameters& parameters, std::size_t heads, bool causal) {
  return grader::call_outside_as(transformer_block_forward, "transformer_block_forward", x, parameters, heads,
                                 causal);
}

TransformerBlockGradients transformer_block_backward(const Tensor3& dout,
                                                     const TransformerBlockCache& cache) {
  return grader::call_outside_as(transformer_block_backward, "transformer_block_backward", dout, cache);
}

}  // namespace backprop
