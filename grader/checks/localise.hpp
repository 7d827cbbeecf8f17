/// Says in words what a wrong gradient looks like when no known mistake explains it: a constant factor, or
/// which elements are wrong.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns one sentence with a blank before it. Returns an empty string when nothing simple holds in every
/// case with a wrong gradient. The sentence names the sizes of `shown`, the case that the report shows. All
/// answers must have the right shape and finite values.
std::string explanation_of(const JudgedGradient& gradient, const JudgedCase& shown);

}  // namespace grader
