/// Says in which regime an answer is wrong: from which value of a tensor beside it on, or from which size.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns one sentence when the wrong elements and the right ones of all cases are told apart by the value,
/// or the magnitude, of the same element of an input or an upstream gradient: "Among the inputs of this
/// check, dx is wrong only where x is 31.7 or more, and right where it is 29.5 or less." Returns an empty
/// text where chance could have ordered them so. Other inputs may show another reason, so that no sentence is
/// about them.
std::string regime_of_elements(const JudgedGradient& gradient);

/// The same for whole cases, by one size or attribute: "Among the inputs of this check, dx is wrong only in
/// those in which N is 1."
std::string regime_of_cases(const JudgedGradient& gradient);

}  // namespace grader
