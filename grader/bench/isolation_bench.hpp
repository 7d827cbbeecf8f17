/// Times what isolation costs.
#pragma once

#include "grader/grading/assignment.hpp"

namespace grader {

/// Prints, for each sandbox that works here, how long compiling, linking and running one problem take, and
/// how much longer that is than without isolation. The figures are medians over the solutions of the
/// assignment.
void bench_isolation(const Assignment& assignment);

}  // namespace grader
