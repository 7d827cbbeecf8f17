/// The student's own lines beside what they were to compute.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns the student's function that earns the points, the formula from its header, and the place in the
/// handout, or nullopt when the source does not define the function. A long function is cut.
std::optional<Excerpt> excerpt_of(const ProblemSpec& problem, std::string_view source);

/// Returns the anchor that Markdown viewers give a heading: "21-affine" for "### 2.1 `affine`".
std::string anchor_of(std::string_view heading);

/// Returns "assignments/a1-gates/handout.md#21-affine" for "`affine`": the first section of a handout whose
/// heading has this text. Returns an empty string when there is none. A kit has its handout on top.
std::string handout_section(const std::string& in_heading);

}  // namespace grader
