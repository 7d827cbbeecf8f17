/// Builds a language model from the named tensors of the op gpt_loss. The parameters of its blocks lie on top
/// of each other: wq is (L, D, D).
#pragma once

#include <backprop/gpt_loss.hpp>

#include "grader/ops/arguments.hpp"

namespace grader {

backprop::GptParameters gpt_parameters(Arguments& in);

backprop::GptSettings gpt_settings(const Attributes& attributes);

/// Returns the gradients under the op's names. `shaped` holds tensors with the op's names and shapes. Throws
/// ReturnedShapeError when the number of blocks differs, or when a gradient of a block has another shape.
Tensors gpt_gradients(const Tensors& shaped, const backprop::GptParameters& gradients);

}  // namespace grader
