/// Asks a layer that is right so far what its own code suggests.
#pragma once

#include <optional>
#include <vector>

#include "grader/grading/grading.hpp"
#include "grader/grading/layer_answers.hpp"

namespace grader {

/// Asks cases that combine unusual values, and those that the layer's own comparisons suggest. Returns the
/// answers, which are none where there is nothing more to judge. `branches` are the comparisons that the
/// worker saw so far. A kit has no reference that could answer further cases, so there the comparisons are
/// only named, in `problem`.
std::optional<Answers> ask_further_cases(const Grading& grading, const ProblemSpec& spec,
                                         const LayeredWorker& worker, const Op& op,
                                         const std::vector<Branch>& branches, Problem& problem);

/// Returns the problem with further cases in the first check of each output and each gradient. A check that
/// names its probes would not look at them otherwise.
ProblemSpec with_further_cases(ProblemSpec spec);

/// Says what is unusual in the case that a check shows, where no comparison of the student's led to it.
void name_combinations(std::vector<Check>& checks);

}  // namespace grader
