/// What isolation costs.
#pragma once

#include "grader/grading/assignment.hpp"

namespace grader {

/// Prints, for each sandbox that works here, how long compiling, linking and running take for one problem,
/// and how much longer than without isolation. Medians over the layers of the assignment, on the solutions.
void bench_isolation(const Assignment& assignment);

}  // namespace grader
