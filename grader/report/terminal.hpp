#pragma once
#include <string>

#include "grader/report/report.hpp"

namespace grader {

struct TerminalOptions {
  bool colour = false;
  int width = 80;  ///< in columns; at least 40 are used
};

/// The report for a student at a terminal: a header, a table of the problems, for each problem that is not
/// passed its first failing check with the evidence, and the total. A pure function. Hidden checks show
/// status and kind only, and all text is cleaned.
std::string render_terminal(const Report& report, const TerminalOptions& options);

/// Whether to write colours to this file descriptor: a terminal, TERM not "dumb", and NO_COLOR (no-color.org)
/// unset or empty.
bool wants_colour(int fd);

/// The same, for an environment given: whether the output is a terminal, and the two variables, null where
/// unset.
bool wants_colour(bool is_terminal, const char* no_color, const char* term);

}  // namespace grader
