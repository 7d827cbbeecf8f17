/// Chooses the call that a student sees beside a failing check.
#pragma once

#include <optional>
#include <string>

#include "grader/checks/finding.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns whether students may see the inputs of this probe's cases. They may when a public check names the
/// probe, or when a public check looks at all probes and no hidden check names it.
bool may_be_shown(const ProblemSpec& problem, const std::string& probe);

/// Returns the position of the case to show for a check that ended with this finding, or nullopt when there
/// is none. It is the smallest case in which the same tensor is wrong, else the case of the finding's
/// evidence, else the case in which the code threw or died. Cases that students may not see are left out, and
/// a hidden check has none.
std::optional<std::size_t> case_to_show(const ProblemSpec& problem, const CheckSpec& check, const Op& op,
                                        const Transcript& transcript, const Finding& finding,
                                        ExpectedGradients& expected);

/// Returns the position of the case in which the code threw or died: the first that was not answered to its
/// end. Returns nullopt when all were.
std::optional<std::size_t> first_unanswered(const Op& op, const Transcript& transcript, Questions questions);

/// Returns what the report shows of the transcript's case `i`. `expected` belongs to this transcript's plan.
FailingCase show_case(const Op& op, const Transcript& transcript, std::size_t i, const Finding& finding,
                      ExpectedGradients& expected);

}  // namespace grader
