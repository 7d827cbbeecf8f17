/// The library of an assignment: the layers that its problems run but that are not among its problems. Most
/// come from an earlier assignment. The reference's layers stand in for them. A kit has no reference, so it
/// uses the student's own.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"

namespace grader {

/// Returns the library's layers in order of their names, as files that a student writes.
std::vector<ProblemSpec> library_layers(const Assignment& assignment);

/// Returns `problems` and the layers of assignment.own_library that they run.
std::vector<const ProblemSpec*> with_own_library(const Assignment& assignment,
                                                 std::vector<const ProblemSpec*> problems);

/// Returns the ops whose headers are included by the header and the starter file of `op`: lstm_step for lstm.
/// A student who writes the layer as the header says calls these ops, so a worker needs them.
std::set<std::string> called_layers(const std::string& op);

}  // namespace grader
