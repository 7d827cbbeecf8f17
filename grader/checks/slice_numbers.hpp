/// Explains an answer that is off by a factor or an amount of its own in each slice along an axis.
///
/// Each function takes the wrong cases and the case that is shown, and returns a sentence that holds in all
/// wrong cases, with the numbers of the shown one; or an empty string.
#pragma once

#include <string>

#include "grader/checks/wrong_cases.hpp"

namespace grader {

std::string factor_of_each_slice(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown);

/// Also says that an answer is off by the same amount in all elements.
std::string offset_of_each_slice(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown);

}  // namespace grader
