/// The library of an assignment: the layers that its problems run and that are no problem of it, mostly of an
/// earlier assignment. The reference's stand in for them. A kit has no reference: there they are the
/// student's own.
#pragma once

#include <vector>

#include "grader/grading/assignment.hpp"

namespace grader {

/// The library's layers, in order of their names, as files that a student writes.
std::vector<ProblemSpec> library_layers(const Assignment& assignment);

/// `problems`, and the layers of assignment.own_library that these run.
std::vector<const ProblemSpec*> with_own_library(const Assignment& assignment,
                                                 std::vector<const ProblemSpec*> problems);

}  // namespace grader
