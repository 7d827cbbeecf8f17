/// Finds what many students got wrong in the same way.
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
  std::size_t count = 0;  ///< How many submissions have it.
};

/// Counts the first failing check of every problem of every row. Two findings are the same if they have the
/// same known mistake or, without one, the same message apart from its digits. Returns those that occur in
/// more than one submission, most frequent first.
std::vector<CommonFinding> common_findings(const std::vector<Row>& rows);

}  // namespace grader
