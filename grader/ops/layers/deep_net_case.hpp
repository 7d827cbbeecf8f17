/// Builds a net from the named tensors of the op deep_net. The function takes any number of hidden layers,
/// but the op has parameters for two. Further layers share the second's parameters, which are then square.
/// With only one layer, the second's parameters have no effect.
#pragma once

#include <backprop/deep_net.hpp>

#include "grader/ops/arguments.hpp"

namespace grader {

/// The number of hidden layers.
std::size_t deep_net_layers(const Attributes& attributes);

backprop::DeepNetParameters deep_net_parameters(const Attributes& attributes, Arguments& in);

backprop::DeepNetSettings deep_net_settings(const Attributes& attributes);

/// Returns the gradients under the op's names, with the gradients of shared parameters added up. `shaped`
/// holds tensors with the op's names and shapes. Throws ReturnedShapeError when a hidden layer's gradient
/// has another shape, or when the number of hidden layers differs.
Tensors deep_net_gradients(const Attributes& attributes, const Tensors& shaped,
                           const backprop::DeepNetGradients& gradients);

}  // namespace grader
