#include "grader/ops/layers/deep_net_case.hpp"

#include "grader/ops/returned_shape.hpp"

namespace grader {

namespace {

// Adds the gradients of hidden layer `l` to those of the parameters with that number. Parameters that
// batchnorm does not use have no gradient, and students may leave it empty.
void add(Tensors& sum, const std::string& number, std::size_t l, const backprop::HiddenParameters& gradients,
         bool batchnorm) {
  Tensors own = {{"w", from_xtensor(gradients.w)}, {"b", from_xtensor(gradients.b)}};
  if (batchnorm) {
    own["gamma"] = from_xtensor(gradients.gamma);
    own["beta"] = from_xtensor(gradients.beta);
  }
  for (const auto& [name, gradient] : own) {
    Tensor& total = sum.at(name + number);
    if (total.shape != gradient.shape) {
      throw ReturnedShapeError("deep_net_backward: hidden[" + std::to_string(l) + "]." + name +
                               " of the gradients is " + backprop::shape_text(gradient.shape) +
                               ", expected " + backprop::shape_text(total.shape));
    }
    for (std::size_t i = 0; i < total.values.size(); ++i) total.values[i] += gradient.values[i];
  }
}

}  // namespace

std::size_t deep_net_layers(const Attributes& attributes) {
  return static_cast<std::size_t>(attributes.at("layers"));
}

backprop::DeepNetParameters deep_net_parameters(const Attributes& attributes, Arguments& in) {
  std::vector<backprop::HiddenParameters> hidden;
  for (std::size_t l = 0; l < deep_net_layers(attributes); ++l) {
    const std::string number = l == 0 ? "1" : "2";
    hidden.push_back({in.matrix("w" + number), in.vector("b" + number), in.vector("gamma" + number),
                      in.vector("beta" + number)});
  }
  return {std::move(hidden), in.matrix("w3"), in.vector("b3")};
}

backprop::DeepNetSettings deep_net_settings(const Attributes& attributes) {
  return {.batchnorm = attributes.at("batchnorm") != 0.0, .keep = attributes.at("keep")};
}

Tensors deep_net_gradients(const Attributes& attributes, const Tensors& shaped,
                           const backprop::DeepNetGradients& gradients) {
  const std::size_t layers = deep_net_layers(attributes);
  if (gradients.hidden.size() != layers) {
    throw ReturnedShapeError("deep_net_backward: " + std::to_string(gradients.hidden.size()) +
                             " hidden layers have gradients, expected " + std::to_string(layers) + " = L");
  }
  Tensors result = {{"w3", from_xtensor(gradients.dw)}, {"b3", from_xtensor(gradients.db)}};
  for (const char* name : {"w1", "b1", "gamma1", "beta1", "w2", "b2", "gamma2", "beta2"}) {
    result[name] = Tensor::filled(shaped.at(name).shape, 0.0);
  }
  for (std::size_t l = 0; l < layers; ++l) {
    add(result, l == 0 ? "1" : "2", l, gradients.hidden[l], deep_net_settings(attributes).batchnorm);
  }
  return result;
}

}  // namespace grader
