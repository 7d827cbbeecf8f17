/// What an instructor reads when a batch is done.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

struct SummaryOptions {
  std::size_t width = 80;  ///< in columns
  double seconds = 0;      ///< that the run took
  bool regrade = false;
  std::int64_t generation = 0;  ///< of this run: what it changed is listed
};

/// How many were graded and kept; the distribution of scores; each problem's mean and verdicts; the commonest
/// findings; what has changed; and what a person has to look at. A pure function; all text is cleaned.
std::string render_summary(const Assignment& assignment, const std::vector<Row>& rows,
                           const SummaryOptions& options);

}  // namespace grader
