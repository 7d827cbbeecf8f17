/// What a student has changed in the part of a file that was given: the forward pass, with its shape checks.
#pragma once

#include <string>
#include <string_view>

#include "grader/grading/assignment.hpp"

namespace grader {

/// Says in one sentence, with a blank before it, which lines of the starter's given part `source` has no
/// longer, and which line of its forward pass took their place. Returns an empty string when nothing was
/// given, or nothing was changed. Blanks and comments do not count.
std::string changed_in_given_part(const ProblemSpec& problem, std::string_view source);

}  // namespace grader
