/// The cases in which a gradient is wrong.
#pragma once

#include <functional>
#include <vector>

#include "grader/checks/judged.hpp"

namespace grader {

using Cases = std::vector<const JudgedCase*>;

/// A claim about places in a tensor needs this many cases that tell it from other claims.
inline constexpr std::size_t kTellingCases = 2;

/// Returns the cases with a wrong element.
Cases wrong_cases(const JudgedGradient& gradient);

/// Returns whether `holds` in all of them.
bool in_all(const Cases& cases, const std::function<bool(const JudgedCase&)>& holds);

/// Returns whether the right answer is 0 in this element, within the tolerance.
bool expects_zero(const JudgedCase& judged, std::size_t i);

}  // namespace grader
