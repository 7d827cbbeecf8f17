/// Asks the cases once more in the opposite order. What a student keeps in a static variable from the first
/// call on gives every later case the same wrong answer each time, so repeating a call does not show it.
#pragma once

#include <string>

#include "grader/checks/transcript.hpp"
#include "grader/grading/submission_build.hpp"

namespace grader {

/// Returns a sentence when cases that were answered in full, or in which the student's code threw, are
/// answered otherwise in the opposite order, by a new process. Returns an empty text when none is.
std::string depends_on_order(const SubmissionBuild& build, const LayeredWorker& worker, const Op& op,
                             const Transcript& answered);

}  // namespace grader
