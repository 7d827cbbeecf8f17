/// Phrases that several formats share.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// Returns a problem of a `student_view` as plain text: the verdict, and the terminal's words about what
/// fails. The text is cleaned and a few kilobytes long at most.
std::string feedback(const Problem& problem, std::uint64_t seed);

/// Returns one sentence about the problem: "dw is 2 times what it should be, in every element." What holds
/// for the whole problem, such as whose layers it was graded with, follows.
std::string one_sentence(const Problem& problem);

/// Returns the text cleaned, on one line and with at most 120 characters.
std::string label(const std::string& untrusted);

/// Returns "51 / 100 points".
std::string points_words(double score, double max_score);

/// Returns "a1-gates: 51 / 100 points. Seed 42, isolation bubblewrap." and the notes about which files were
/// graded.
std::string summary_line(const Report& report);

/// Returns the notes about which files were graded and which points were given by hand, each cleaned and on
/// one line.
std::vector<std::string> notes_of(const Report& report);

/// Returns the notes on lines of their own, for a format without a place for them: before the feedback on the
/// first problem. Returns an empty string when there are none.
std::string notes_text(const Report& report);

/// Returns the check's message and what holds for the whole problem.
std::string message_of(const Problem& problem, const Check& check);

inline bool is_right(const Problem& problem) { return problem.status == Status::pass; }

}  // namespace grader
