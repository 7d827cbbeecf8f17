/// The student's own lines beside what they were to compute.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns the name of the function that a reader should look at: the forward pass when the first check that
/// fails is about one of its outputs, and otherwise the one that earns the points, the backward pass.
std::string function_to_show(const ProblemSpec& problem, const std::vector<Check>& checks);

/// Returns the student's `function`, the formula from its header, and the place in the handout, or nullopt
/// when the source does not define the function. A long function is cut.
std::optional<Excerpt> excerpt_of(const ProblemSpec& problem, std::string_view source,
                                  std::string_view function);

/// Returns the anchor that Markdown viewers give a heading: "21-affine" for "### 2.1 `affine`".
std::string anchor_of(std::string_view heading);

/// Returns "assignments/a1-gates/handout.md#21-affine" for "`affine`": the first section of a handout whose
/// heading has this text. Returns an empty string when there is none. A kit has its handout on top.
std::string handout_section(const std::string& in_heading);

}  // namespace grader
