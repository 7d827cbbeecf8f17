/// Grades a problem that is a scenario: the grader runs a loop with the student's layers.
#pragma once

#include "grader/grading/grading.hpp"
#include "grader/report/report.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Runs each part in a fresh worker. The layers that a part is about are always the student's own. For the
/// library, and for other layers that have not passed their own problem, the key's layers stand in, in this
/// process. `tell` is called with how far a training has come. `called`, if given, receives the student's
/// other layers that a worker has because a file calls them.
Problem grade_scenario(const Grading& grading, const ProblemSpec& spec, std::vector<Figure>& figures,
                       const Tell& tell, std::vector<CalledLayer>* called = nullptr);

/// Returns the questions that students answer before the assignment's scenarios, in the order of its checks.
std::vector<const Question*> questions_of(const Assignment& assignment);

}  // namespace grader
