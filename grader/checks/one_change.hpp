/// Recognises an answer that would be right if one thing were different: an attribute's value, an upstream
/// gradient that is left out, an input in the place of another, the order along an axis.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns "Your dx is what it would be if keep were 1." when one change gives the answers of all cases, and
/// of at least two in which it makes a difference. Returns an empty text otherwise, and where the reference
/// is not linked.
std::string one_change(const JudgedGradient& gradient);

}  // namespace grader
