/// The context in which one problem of a submission is graded.
#pragma once

#include <cstdint>

#include "grader/grading/answer_key.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/grading/submission_build.hpp"
#include "grader/grading/worker_layers.hpp"
#include "grader/scenarios/predictions.hpp"

namespace grader {

/// All references must outlive it.
struct Grading {
  const Assignment& assignment;
  const SubmissionBuild& build;    // what the student wrote
  const AnswerKey& key;            // what is right
  std::uint64_t seed = 0;          // the master seed
  const Statuses& statuses;        // the problems graded so far
  const Predictions& predictions;  // of scenarios, by the student
};

}  // namespace grader
