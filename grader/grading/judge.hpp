/// Turns answers into checks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "grader/checks/finding.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns the catalogued mistake that gives exactly these answers, or nullopt. It is called for a check of
/// that kind that failed. `gradient` is the gradient of a gradient check: "x" for dx. `probes` are the probes
/// that the check looks at, or empty when it looks at all.
using NameMistake =
    std::function<std::optional<Mistake>(const Op&, const Transcript&, Kind kind, const std::string& gradient,
                                         const std::vector<std::string>& probes)>;

/// Returns the checks of a layer problem. `outputs_only` has answers to forward passes alone, for checks of
/// kind value; `transcript` has all answers. `broken` says why the worker did not answer everything, or is
/// empty. `name_mistake` names the mistake behind a failing check; when empty, checks fail without a name.
std::vector<Check> judge_layer(const ProblemSpec& problem, const Op& op, const Transcript& outputs_only,
                               const Transcript& transcript, const std::optional<Failure>& broken,
                               const NameMistake& name_mistake = {});

/// Returns all checks of a problem with one status and one message.
std::vector<Check> all_checks(const ProblemSpec& problem, Status status, const std::string& message);

/// Makes a check from its specification and what was found. The text is cleaned, because some of it may come
/// from student code.
Check make_check(const CheckSpec& spec, const Finding& finding);

/// Adds a sentence to a problem's message. An empty sentence adds nothing.
void add_sentence(Problem& problem, const std::string& sentence);

}  // namespace grader
