/// How the mistakes of the update rules give their outputs.
#pragma once

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// A wrong step, from a state that is right.
inline Tensors moved_to(const backprop::Matrix& next_w) { return {{"next_w", from_xtensor(next_w)}}; }

/// A wrong state, kept as `name`, and where it leads.
inline Tensors moved_to(const backprop::Matrix& next_w, const std::string& name,
                        const backprop::Matrix& state) {
  return {{"next_w", from_xtensor(next_w)}, {name, from_xtensor(state)}};
}

}  // namespace grader
