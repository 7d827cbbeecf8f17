/// Saturated gates. The local gradient of a sigmoid is z (1 - z). It is at most 1/4, and it is 0 where z
/// has reached 0 or 1.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "closed-form" (values at |x| up to 1000), "one-quarter" (each gate shrinks the gradient at least
/// fourfold), "training" (a two-layer sigmoid net on the digits, once initialised far too large and once by
/// the student's xavier_init), "preprocessing" (the same first weights on pixels 0 to 255, 0 to 1, and
/// standardised), "tanh" (sigmoid and tanh, with small and with large first weights).
/// Each part has its own file.
ScenarioPart saturation_closed_form();
ScenarioPart saturation_one_quarter();
ScenarioPart saturation_training();
ScenarioPart saturation_preprocessing();
ScenarioPart saturation_tanh();

}  // namespace grader
