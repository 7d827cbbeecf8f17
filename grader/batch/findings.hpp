/// Mistakes that many students share.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/batch/row.hpp"

namespace grader {

struct CommonFinding {
  std::string problem;
  std::string check;
  std::string message;
  std::size_t count = 0;  ///< of submissions
  std::vector<std::size_t> rows = {};
};

/// Counts the first failing check of every wrong problem: by known mistake or, without one, by the class of
/// the failure and its factor. Returns what several submissions have in common, the commonest first, with
/// their places in `rows`.
std::vector<CommonFinding> common_findings(const std::vector<Row>& rows);

}  // namespace grader
