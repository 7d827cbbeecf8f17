#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "grader/report/option_words.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns the status of a problem in a student's words. A `fail` with points is "partly right". When what
/// fails carries no points, it is "not all right".
std::string plain_words(const Problem& problem);

/// Returns whether a report should have a section about the problem: it is not passed, or there is something
/// to say about it or about a public check that is passed.
bool has_section(const Problem& problem);

/// Returns whether nothing of the problem has been written yet, and there is nothing more to say about it.
bool is_untouched(const Problem& problem);

/// Returns the check that a student should look at first. Among the checks that are not passed, this is the
/// first that is public and was run; else the first that was run; else the first. Returns null when all are
/// passed.
const Check* first_failing(const Problem& problem);

/// How much is written about a problem.
struct Detail {
  bool show_case = false;  ///< with the inputs of the case that fails
  std::size_t hints = 1;   ///< how many steps of a hint
  OptionWords words = {};
};

/// Returns the terminal's text about a problem that is not passed, indented by two: its message, the first
/// failing check with its evidence, what the student's code printed, how to repeat it, and which other checks
/// failed. The problem comes from `student_view`.
std::vector<std::string> problem_lines(const Problem& problem, std::uint64_t seed, std::size_t width,
                                       const Detail& detail = {});

}  // namespace grader
