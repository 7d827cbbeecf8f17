/// Recognises an answer whose formula has one factor too few or too many, or another value in its place.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns "In the part of g, your dwx is what it would be with f in the place of i." when one change of one
/// factor gives the answers of all cases, as far as that product or term goes, and at least two of them are
/// wrong there. Returns an empty text otherwise, and for an op whose formulas are not known.
std::string changed_factor(const JudgedGradient& gradient);

}  // namespace grader
