#include "grader/ops/layers/transformer_block_case.hpp"

#include <type_traits>

namespace grader {

backprop::TransformerBlockParameters transformer_block_parameters(Arguments& in) {
  backprop::TransformerBlockParameters block;
  for_each_parameter(block, [&](const char* name, auto& member) {
    member = in.get<std::remove_cvref_t<decltype(member)>>(name);
  });
  return block;
}

Tensors transformer_block_gradients(const backprop::TransformerBlockParameters& gradients) {
  Tensors result;
  for_each_parameter(gradients,
                     [&](const char* name, const auto& member) { result[name] = from_xtensor(member); });
  return result;
}

}  // namespace grader
