/// One submission of a class with its outcome.
#pragma once

#include <optional>

#include "grader/batch/record.hpp"
#include "grader/batch/submission.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct Row {
  Submission submission;
  Record record;
  std::optional<Report> report;  ///< Empty if there was nothing to grade.
  bool kept = false;             ///< The verdict is from an earlier run.
};

}  // namespace grader
