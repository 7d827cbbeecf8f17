/// What several formats say in the same words.
#pragma once
#include <cstdint>
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// A problem of a `student_view` as plain text: the verdict, and what the terminal says of what fails. Clean,
/// some kilobytes at most.
std::string feedback(const Problem& problem, std::uint64_t seed);

/// One sentence on the problem: "dw is 2 times what it should be, in every element."
std::string one_sentence(const Problem& problem);

/// Cleaned, in one line, at most 120 characters.
std::string label(const std::string& untrusted);

/// "51 / 100 points"
std::string points_words(double score, double max_score);

/// "a1-gates: 51 / 100 points. Seed 42, isolation bubblewrap.", and the notes on which files were graded.
std::string summary_line(const Report& report);

inline bool is_right(const Problem& problem) { return problem.status == Status::pass; }

}  // namespace grader
