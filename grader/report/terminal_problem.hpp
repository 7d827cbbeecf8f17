#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// The status of a problem in a student's words; a `fail` with points is "partly right".
std::string plain_words(const Problem& problem);

/// The check that a student should look at first: of those not passed the first that is public and was run,
/// then the first that was run, then the first. Null when all are passed.
const Check* first_failing(const Problem& problem);

/// What the terminal says below the heading of a problem that is not passed, indented by two: its message,
/// the first failing check with evidence, how to repeat it, and what else is not passed. The problem comes
/// from `student_view`.
std::vector<std::string> problem_lines(const Problem& problem, std::uint64_t seed, std::size_t width);

}  // namespace grader
