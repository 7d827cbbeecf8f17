/// Shows the call that went wrong in a page.
#pragma once
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// Returns what the student's code printed, and the case's inputs, attributes, upstream gradients and answer
/// folded away.
std::string html_case(const FailingCase& failing);

}  // namespace grader
