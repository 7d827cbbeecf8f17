/// Builds a net from the named tensors of the op conv_net.
#pragma once

#include <backprop/conv_net.hpp>

#include "grader/ops/arguments.hpp"

namespace grader {

backprop::ConvNetParameters conv_net_parameters(Arguments& in);

backprop::ConvNetSettings conv_net_settings(const Attributes& attributes);

/// Returns the gradients under the op's names. Parameters that the net does not use have a gradient of 0,
/// with the shape that they have in `shaped`, whatever the backward pass has left there.
Tensors conv_net_gradients(const Attributes& attributes, const Tensors& shaped,
                           const backprop::ConvNetGradients& gradients);

}  // namespace grader
