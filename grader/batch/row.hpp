/// One submission of a class with all that is known of it in the end.
#pragma once
#include <optional>

#include "grader/batch/record.hpp"
#include "grader/batch/submission.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct Row {
  Submission submission;
  Record record;
  std::optional<Report> report;  ///< None where there was nothing to grade.
  bool kept = false;             ///< From an earlier run.
};

}  // namespace grader
