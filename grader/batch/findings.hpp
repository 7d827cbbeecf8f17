/// What many students got wrong in the same way.
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
};

/// Of every problem that is wrong the first failing check, counted by known mistake or, without one, by
/// message with numbers left out of account; those of several submissions only, the commonest first.
std::vector<CommonFinding> common_findings(const std::vector<Row>& rows);

}  // namespace grader
