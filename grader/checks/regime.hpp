/// Says in which regime an answer is wrong: from which value of a tensor beside it on, or from which size.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns one sentence when the wrong elements and the right ones of all cases are told apart by the value,
/// or the magnitude, of the same element of an input or an upstream gradient: "dx is wrong only where x
/// is 31.7 or more, and right where it is 29.5 or less." Returns an empty text where chance could have
/// ordered them so.
std::string regime_of_elements(const JudgedGradient& gradient);

/// The same for whole cases, by one size or attribute: "dx is wrong only where N is 1, and right where it is
/// 2 or more."
std::string regime_of_cases(const JudgedGradient& gradient);

/// Returns "It is right for 11 of the 14 inputs of this check.", or an empty text when it is right for none.
std::string share_of_right(const JudgedGradient& gradient);

}  // namespace grader
