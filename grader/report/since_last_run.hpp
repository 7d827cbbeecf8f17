/// Compares a report with the one before it.
#pragma once
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// Returns what has changed since `before`, as one line: "Since the last run: +6 points; now right: sigmoid;
/// no longer right: tanh." Only problems that both reports have count. Returns an empty string when the
/// reports are of different assignments or submissions, have no problem in common, or nothing has changed.
std::string since_last_run(const Report& before, const Report& now);

}  // namespace grader
