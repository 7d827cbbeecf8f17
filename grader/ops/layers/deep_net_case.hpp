/// How the named tensors of the op deep_net make a net. The function takes any number of hidden layers. The
/// op has parameters for two; a third one shares those of the second, which is then square; with only one,
/// the second's have no effect.
#pragma once

#include <backprop/deep_net.hpp>

#include "grader/ops/arguments.hpp"

namespace grader {

/// The number of hidden layers.
std::size_t deep_net_layers(const Attributes& attributes);

backprop::DeepNetParameters deep_net_parameters(const Attributes& attributes, Arguments& in);

backprop::DeepNetSettings deep_net_settings(const Attributes& attributes);

/// The gradients by the op's names, those of shared parameters added. `shaped`: tensors of the op's names
/// that have their shapes. Throws backprop::ShapeError when a hidden layer's gradient has another shape, or
/// when there are not as many as layers.
Tensors deep_net_gradients(const Attributes& attributes, const Tensors& shaped,
                           const backprop::DeepNetGradients& gradients);

}  // namespace grader
