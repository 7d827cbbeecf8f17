#include <backprop/transformer_block.hpp>

namespace backprop {

Forward<Tensor3, TransformerBlockCache> transformer_block_forward(
    const Tensor3& x, const TransformerBlockParameters& parameters, std::size_t heads, bool causal) {
  const auto& [gamma1, beta1, w, gamma2, beta2, w1, b1, w2, b2] = parameters;
  const std::size_t T = x.shape(1);
  // TODO(a6.transformer_block): two branches, each added to what goes around it. Keep every cache.
  throw NotImplemented("transformer_block_forward");
}

TransformerBlockGradients transformer_block_backward(const Tensor3& dout,
                                                     const TransformerBlockCache& cache) {
  const auto& [norm1, attention, norm2, up, gelu, down] = cache;
  // TODO(a6.transformer_block): the same layers from the top down. At a sum, what goes around the branch and
  // what comes through it are added.
  throw NotImplemented("transformer_block_backward");
}

}  // namespace backprop
