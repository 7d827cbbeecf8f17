/// Dead ReLUs: a unit that is 0 on every example gets no gradient from any, so its weights stay as they are,
/// so it stays 0. One step that is too large is enough.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "never-fire" (units that are dead from the start, in the student's deep_net), "sweep" (learning
/// rates from sane to aggressive, and how many units die), "revival" (the rate lowered: with a relu none of
/// the dead comes back, with a leaky one they do).
Scenario dead_relu_scenario();

/// The parts, one file each.
ScenarioPart dead_relu_never_fire();
ScenarioPart dead_relu_sweep();
ScenarioPart dead_relu_revival();

inline constexpr double kAggressiveRate = 4.0;
inline constexpr std::size_t kAggressiveSteps = 20;

/// What is wrong with fractions that a dead_fraction has reported, where they are not those that were
/// counted.
std::optional<Finding> judge_dead_fraction(const std::vector<double>& reported,
                                           const std::vector<double>& counted, const std::string& where);

}  // namespace grader
