/// From answers to checks: every check of a problem, judged.
#pragma once

#include <optional>

#include "grader/checks/finding.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// The checks of a layer problem. `outputs_only` holds answers to forward passes alone, for the checks of kind value;
/// `transcript` the full ones. `broken`: why the worker did not answer everything, if it did not.
std::vector<Check> judge_layer(const ProblemSpec& problem, const Op& op, const Transcript& outputs_only,
                               const Transcript& transcript, const std::optional<Failure>& broken);

/// All checks of a problem with the same status and message.
std::vector<Check> all_checks(const ProblemSpec& problem, Status status, const std::string& message);

/// A check from its specification and what was found. Text is cleaned: some of it may come from student code.
Check make_check(const CheckSpec& spec, const Finding& finding);

}  // namespace grader
