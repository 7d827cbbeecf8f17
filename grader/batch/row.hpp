/// One submission of a class with its outcome, or a student who has none.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/batch/record.hpp"
#include "grader/batch/submission.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct Row {
  Submission submission;
  Record record;
  std::optional<Report> report;  ///< Empty if there was nothing to grade. It has the overrides.
  bool kept = false;             ///< The verdict is from an earlier run.
  /// Points that an instructor gave by hand, by problem. Those of a row without a report are only here.
  std::vector<std::pair<std::string, Override>> overrides = {};
};

/// Returns whether the row is a submission: neither a file that was left alone nor a student without one.
bool is_submission(const Row& row);

/// Returns whether a person has to look at the row: it is a submission that was not graded or has a message,
/// a file that was left alone, or a student with several submissions.
bool needs_attention(const Row& row);

/// Returns the points of a problem: the report's, or those given by hand where there is no report. Returns
/// nullopt when there are neither.
std::optional<double> points_of(const Row& row, const std::string& problem);

/// Returns the sum over the row's problems. Returns nullopt for a row without a report and without points
/// given by hand.
std::optional<double> score_of(const Row& row);

}  // namespace grader
