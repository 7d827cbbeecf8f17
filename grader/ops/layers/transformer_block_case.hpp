/// Builds a transformer block from the named tensors of an op.
#pragma once

#include <backprop/transformer_block.hpp>

#include "grader/ops/arguments.hpp"

namespace grader {

/// Calls visit(name, member) for each parameter of a block, in the order in which the block uses them.
template <class Parameters, class Visit>
void for_each_parameter(Parameters& block, Visit visit) {
  visit("gamma1", block.gamma1);
  visit("beta1", block.beta1);
  visit("wq", block.attention.wq);
  visit("wk", block.attention.wk);
  visit("wv", block.attention.wv);
  visit("wo", block.attention.wo);
  visit("gamma2", block.gamma2);
  visit("beta2", block.beta2);
  visit("w1", block.w1);
  visit("b1", block.b1);
  visit("w2", block.w2);
  visit("b2", block.b2);
}

backprop::TransformerBlockParameters transformer_block_parameters(Arguments& in);

/// Returns the gradients of the parameters under the op's names.
Tensors transformer_block_gradients(const backprop::TransformerBlockParameters& gradients);

}  // namespace grader
