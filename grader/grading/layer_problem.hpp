/// Grades a problem that is one layer.
#pragma once

#include "grader/grading/grading.hpp"
#include "grader/grading/judge.hpp"

namespace grader {

/// Names mistakes by `name_mistake`, or by what the answer key knows when that is empty. `called`, if given,
/// receives the student's other layers that the worker has because a file calls them.
Problem grade_layer(const Grading& grading, const ProblemSpec& spec, const NameMistake& name_mistake = {},
                    std::vector<CalledLayer>* called = nullptr);

}  // namespace grader
