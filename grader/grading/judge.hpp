/// From answers to checks: every check of a problem, judged.
#pragma once

#include <functional>
#include <optional>

#include "grader/checks/finding.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// The known mistake whose answers these are, for a check of that kind that failed; none where no one is
/// known. `gradient`: of a gradient check, "x" for dx.
using NameMistake = std::function<std::optional<Mistake>(const Op&, const Transcript&, Kind kind,
                                                         const std::string& gradient)>;

/// The checks of a layer problem. `outputs_only` holds answers to forward passes alone, for the checks of
/// kind value; `transcript` the full ones. `broken`: why the worker did not answer everything, if it did not.
/// `name_mistake`: asked for a hint where a check fails; empty: nobody is asked.
std::vector<Check> judge_layer(const ProblemSpec& problem, const Op& op, const Transcript& outputs_only,
                               const Transcript& transcript, const std::optional<Failure>& broken,
                               const NameMistake& name_mistake = {});

/// All checks of a problem with the same status and message.
std::vector<Check> all_checks(const ProblemSpec& problem, Status status, const std::string& message);

/// A check from its specification and what was found. Text is cleaned: some of it may come from student code.
Check make_check(const CheckSpec& spec, const Finding& finding);

}  // namespace grader
