/// Slow lower layers. In a deep net of sigmoids each gate takes at least three quarters of the gradient, so
/// the bottom learns tens of thousands of times more slowly than the top. With ReLU, He initialisation and
/// batch normalisation all layers learn at a similar pace.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "sigmoid" (eight hidden layers of sigmoids under plain gradient descent) and "cured" (the same
/// depth with ReLU, the student's he_init and batchnorm).
/// Each part has its own file.
ScenarioPart slow_lower_layers_sigmoid();
ScenarioPart slow_lower_layers_cured();

inline constexpr std::size_t kSlowHiddenLayers = 8;
inline constexpr std::size_t kSlowWidth = 24;

}  // namespace grader
