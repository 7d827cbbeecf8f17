/// Says for how many inputs of a check an answer is right, and what the others have that these have not.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns "dx is right for 18 of the 19 inputs of this check: all but the one in which alpha is 0.", or an
/// empty text when it is right for none. The second half is left out when nothing simple, or more than
/// two things, set the wrong inputs apart.
std::string share_of_right(const JudgedGradient& gradient);

/// Returns the same, or an empty text when it has no second half.
std::string share_set_apart(const JudgedGradient& gradient);

/// Returns "2 (group normalisation)" for a value of an attribute whose meaning says what each value is, and
/// the number alone for any other.
std::string value_words(const Op& op, const std::string& quantity, double value);

}  // namespace grader
