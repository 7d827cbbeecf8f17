/// Exploding and vanishing gradients: the essay's recurrent net without input, unrolled over 50 time steps,
/// multiplies its gradient by the same matrix 50 times.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "scalar" (one unit: a b^T), "radius" (the gradient's growth against the spectral radius of W_hh;
/// tanh and ReLU in between), "clipping" (the clipped norm; a training that overflows without it), "lstm" (a
/// cell with an open forget gate).
Scenario exploding_scenario();

/// The parts, one file each.
ScenarioPart exploding_scalar();
ScenarioPart exploding_radius();
ScenarioPart exploding_clipping();
ScenarioPart exploding_lstm();

}  // namespace grader
