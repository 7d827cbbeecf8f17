/// Says in words what a wrong answer looks like when no known mistake explains it: which tensor it is
/// instead, by which factor it is off, or which elements are wrong.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns one sentence with a blank before it, or an empty string when there is nothing simple to say. What
/// it says holds in every case with a wrong answer, unless it says "here": then it holds in `shown`, the case
/// that the report shows, whose sizes and numbers it names. All answers must have the right shape and finite
/// values.
std::string explanation_of(const JudgedGradient& gradient, const JudgedCase& shown);

}  // namespace grader
