/// The summary that an instructor reads after a batch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/row.hpp"
#include "grader/batch/shown_reports.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

struct SummaryOptions {
  std::size_t width = 80;  ///< In columns.
  double seconds = 0;      ///< The duration of the run.
  bool regrade = false;
  std::int64_t generation = 0;  ///< Of this run, whose changes are listed.
  ShownReports shown = {};
};

/// Returns the summary: how many submissions were graded and kept, the distribution of scores, each problem's
/// mean and verdicts, the most frequent findings, the changes, who did not submit, and what a person has to
/// look at. A pure function; all text is cleaned.
std::string render_summary(const Assignment& assignment, const std::vector<Row>& rows,
                           const SummaryOptions& options);

}  // namespace grader
