/// Exploding and vanishing gradients. The essay's recurrent net without input, unrolled over 50 time steps,
/// multiplies its gradient by the same matrix 50 times.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "scalar" (one unit: a b^T), "radius" (how the gradient grows with the spectral radius of W_hh, with
/// tanh and with ReLU between the steps), "clipping" (the clipped norm, and a training that overflows without
/// it), "lstm" (a cell with an open forget gate).
/// Each part has its own file.
ScenarioPart exploding_scalar();
ScenarioPart exploding_radius();
ScenarioPart exploding_clipping();
ScenarioPart exploding_lstm();

}  // namespace grader
