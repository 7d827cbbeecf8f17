#include "grader/ops/layers/conv_net_case.hpp"

namespace grader {

backprop::ConvNetParameters conv_net_parameters(Arguments& in) {
  return {in.tensor4("w1"),  in.vector("b1"), in.vector("gamma"),
          in.vector("beta"), in.matrix("w2"), in.vector("b2")};
}

backprop::ConvNetSettings conv_net_settings(const Attributes& attributes) {
  const auto size = [&](const char* name) { return static_cast<std::size_t>(attributes.at(name)); };
  const double norm = attributes.at("norm");
  return {.norm = norm == 1.0   ? backprop::Norm::batch
                  : norm == 2.0 ? backprop::Norm::group
                                : backprop::Norm::none,
          .groups = size("groups"),
          .conv = {size("conv_stride"), size("pad")},
          .pool = {size("pool_height"), size("pool_width"), size("pool_stride")}};
}

Tensors conv_net_gradients(const Attributes& attributes, const Tensors& shaped,
                           const backprop::ConvNetGradients& gradients) {
  Tensors result = {{"x", from_xtensor(gradients.dx)},       {"w1", from_xtensor(gradients.dw1)},
                    {"b1", from_xtensor(gradients.db1)},     {"gamma", from_xtensor(gradients.dgamma)},
                    {"beta", from_xtensor(gradients.dbeta)}, {"w2", from_xtensor(gradients.dw2)},
                    {"b2", from_xtensor(gradients.db2)}};
  if (conv_net_settings(attributes).norm == backprop::Norm::none) {
    for (const char* name : {"gamma", "beta"}) result[name] = Tensor::filled(shaped.at(name).shape, 0.0);
  }
  return result;
}

}  // namespace grader
