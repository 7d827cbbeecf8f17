/// What each time step of a recurrent layer gives to the gradient of a weight that all steps share.
#pragma once

#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"

namespace grader {

/// Returns the share of each time step, from the first to the last, in the gradient of the input `of`. `step`
/// is the op of a single step (see Formula::step). Returns an empty list when `of` is no weight of a step.
std::vector<Tensor> step_shares(const Op& op, const std::string& step, const CaseQuestion& question,
                                const std::string& of);

}  // namespace grader
