/// A clip in the wrong place: a DQN that clips its TD error learns nothing from its largest mistakes, since
/// the gradient of a clipped value is 0. The Huber loss clips the gradient instead.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "huber-curve" and "clipped-curve" (the gradients of both losses over TD errors from -5 to 5),
/// "target" (the end of an episode, and what gets no gradient), "catch" (an agent learns to catch a ball, or
/// does not).
Scenario dqn_clipping_scenario();

/// The parts, the two curves in one file, the others in one each.
ScenarioPart dqn_clipping_huber_curve();
ScenarioPart dqn_clipping_clipped_curve();
ScenarioPart dqn_clipping_target();
ScenarioPart dqn_clipping_catch();

}  // namespace grader
