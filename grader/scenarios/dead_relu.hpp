/// Dead ReLUs. A unit that is 0 on every example gets no gradient from any of them. Its weights then stay as
/// they are, and so the unit stays 0. A single step that is too large is enough.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "never-fire" (units that are dead from the start, in the student's deep_net), "one-unit" (a unit
/// that one step kills, what revives it and what does not, in a run that is not extreme), "sweep" (how many
/// units die at learning rates from sane to aggressive), "revival" (after the rate is lowered no dead unit
/// comes back with a relu, and some do with a leaky relu).
/// Each part has its own file.
ScenarioPart dead_relu_never_fire();
ScenarioPart dead_relu_one_unit();
ScenarioPart dead_relu_sweep();
ScenarioPart dead_relu_revival();

inline constexpr double kAggressiveRate = 4.0;
inline constexpr std::size_t kAggressiveSteps = 20;

/// Returns a finding when the fractions that a dead_fraction has reported differ from those that were
/// counted, and nullopt otherwise.
std::optional<Finding> judge_dead_fraction(const std::vector<double>& reported,
                                           const std::vector<double>& counted, const std::string& where);

}  // namespace grader
