/// Draws a layer that is a circuit, with the student's gradients on its wires.
#pragma once

#include <optional>
#include <vector>

#include "grader/checks/transcript.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns the circuit with the numbers of one case: that of the first failing check whose case students may
/// see, or the first case when none fails. A wrong wire has its right gradient beside it. Returns nullopt for
/// a layer that is no circuit, and where the backward pass did not answer with one number for each wire.
std::optional<DrawnCase> drawn_case(const ProblemSpec& spec, const Op& op, const Transcript& transcript,
                                    const std::vector<Check>& checks);

}  // namespace grader
