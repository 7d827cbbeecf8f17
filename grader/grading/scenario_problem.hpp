/// A problem that is a scenario: the student's layers in a loop that the grader runs.
#pragma once

#include "grader/grading/layer_problem.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

/// What a part's inputs are drawn from, for a master seed.
std::uint64_t scenario_seed(std::uint64_t seed, const Scenario& scenario, const ScenarioPart& part);

/// A fresh worker for each part. Layers that a part is about are the student's own whatever they are worth; the others are
/// replaced by the reference, in this process, where they did not pass their own problem or are of an earlier assignment.
/// `tell` hears how far a training has come.
Problem grade_scenario(const Assignment& assignment, const ProblemSpec& spec, const Workshop& workshop,
                       std::uint64_t seed, const Statuses& statuses, std::vector<Figure>& figures,
                       const Tell& tell);

}  // namespace grader
