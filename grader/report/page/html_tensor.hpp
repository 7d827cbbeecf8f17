/// Tensors in a page.
#pragma once
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// What was expected and what came, as two tables beside each other; the wrong elements of the second are
/// marked, for the eye and for a screen reader. A row a combination of all axes but the last. Empty when the
/// evidence holds no values.
std::string html_tensors(const Evidence& evidence);

}  // namespace grader
