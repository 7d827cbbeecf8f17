/// A clip in the wrong place. A DQN that clips its TD error learns nothing from its largest mistakes, because
/// the gradient of a clipped value is 0. The Huber loss clips the gradient instead.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "huber-curve" and "clipped-curve" (the gradients of both losses over TD errors from -5 to 5),
/// "target" (the end of an episode, and which inputs get no gradient), "catch" (one agent learns to catch a
/// ball, another does not).
/// The two curves share a file; each other part has its own.
ScenarioPart dqn_clipping_huber_curve();
ScenarioPart dqn_clipping_clipped_curve();
ScenarioPart dqn_clipping_target();
ScenarioPart dqn_clipping_catch();

}  // namespace grader
