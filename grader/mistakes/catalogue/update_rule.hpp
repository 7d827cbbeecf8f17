/// Shared by the mistakes of the update rules: their outputs.
#pragma once

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Returns the outputs of a wrong step from a right state.
inline Tensors moved_to(const backprop::Matrix& next_w) { return {{"next_w", from_xtensor(next_w)}}; }

/// Returns the outputs of a wrong state, kept as `name`, and the step that follows from it.
inline Tensors moved_to(const backprop::Matrix& next_w, const std::string& name,
                        const backprop::Matrix& state) {
  return {{"next_w", from_xtensor(next_w)}, {name, from_xtensor(state)}};
}

}  // namespace grader
