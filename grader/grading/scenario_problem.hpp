/// A problem that is a scenario: the student's layers in a loop that the grader runs.
#pragma once

#include "grader/grading/grading.hpp"
#include "grader/report/report.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

/// A fresh worker for each part. Layers that a part is about are the student's own whatever they are worth.
/// The key's stand in, in this process, for others that did not pass their own problem, and for the library.
/// `tell` hears how far a training has come.
Problem grade_scenario(const Grading& grading, const ProblemSpec& spec, std::vector<Figure>& figures,
                       const Tell& tell);

}  // namespace grader
