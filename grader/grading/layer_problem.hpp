/// Grades a problem that is one layer.
#pragma once

#include "grader/grading/grading.hpp"
#include "grader/grading/judge.hpp"

namespace grader {

/// Names mistakes by `name_mistake`, or by what the answer key knows when that is empty.
Problem grade_layer(const Grading& grading, const ProblemSpec& spec, const NameMistake& name_mistake = {});

}  // namespace grader
