/// What a wrong gradient looks like, in words, where no known mistake explains it: a constant factor, the
/// elements that are wrong.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// One sentence, with a blank before it; empty where nothing simple holds in every case in which the gradient
/// is wrong. `shown`: the case that the report shows, whose sizes it names. All answers have the right shape
/// and finite values.
std::string explanation_of(const JudgedGradient& gradient, const JudgedCase& shown);

}  // namespace grader
