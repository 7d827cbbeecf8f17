#include "grader/ops/layers/gpt_loss_case.hpp"

#include <algorithm>

#include "grader/ops/layers/transformer_block_case.hpp"
#include "grader/ops/returned_shape.hpp"

namespace grader {

namespace {

void take_layer(Arguments& in, const char* name, std::size_t l, backprop::Vector& member) {
  member = backprop::row_at(in.matrix(name), l);
}
void take_layer(Arguments& in, const char* name, std::size_t l, backprop::Matrix& member) {
  member = backprop::sequence_at(in.tensor3(name), l);
}

}  // namespace

backprop::GptParameters gpt_parameters(Arguments& in) {
  backprop::GptParameters parameters{
      in.matrix("w"), in.matrix("positions"), {}, in.vector("gamma"), in.vector("beta")};
  parameters.blocks.resize(in.matrix("gamma1").shape(0));
  for (std::size_t l = 0; l < parameters.blocks.size(); ++l) {
    for_each_parameter(parameters.blocks[l],
                       [&](const char* name, auto& member) { take_layer(in, name, l, member); });
  }
  return parameters;
}

backprop::GptSettings gpt_settings(const Attributes& attributes) {
  return {.heads = static_cast<std::size_t>(attributes.at("heads")),
          .padding = static_cast<std::size_t>(attributes.at("padding"))};
}

Tensors gpt_gradients(const Tensors& shaped, const backprop::GptParameters& gradients) {
  Tensors result = {{"w", from_xtensor(gradients.w)},
                    {"positions", from_xtensor(gradients.positions)},
                    {"gamma", from_xtensor(gradients.gamma)},
                    {"beta", from_xtensor(gradients.beta)}};
  const std::size_t L = shaped.at("gamma1").shape[0];
  if (gradients.blocks.size() != L) {
    throw ReturnedShapeError("gpt_loss_backward: " + std::to_string(gradients.blocks.size()) +
                             " blocks have gradients, expected " + std::to_string(L) + " = L");
  }
  for (std::size_t l = 0; l < L; ++l) {
    for (const auto& [name, gradient] : transformer_block_gradients(gradients.blocks[l])) {
      Tensor& all = result.try_emplace(name, shaped.at(name)).first->second;
      if (!std::equal(gradient.shape.begin(), gradient.shape.end(), all.shape.begin() + 1, all.shape.end())) {
        throw ReturnedShapeError("gpt_loss_backward: blocks[" + std::to_string(l) + "]." + name +
                                 " of the gradients is " + backprop::shape_text(gradient.shape) +
                                 ", expected " +
                                 backprop::shape_text({all.shape.data() + 1, all.shape.size() - 1}));
      }
      std::copy(gradient.values.begin(), gradient.values.end(),
                all.values.begin() + static_cast<std::ptrdiff_t>(l * gradient.values.size()));
    }
  }
  return result;
}

}  // namespace grader
