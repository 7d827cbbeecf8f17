#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/report/option_words.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct TerminalOptions {
  bool colour = false;
  int width = 80;          ///< in columns; at least 40 are used
  bool show_case = false;  ///< writes the inputs of a case that fails
  std::size_t hints = 1;   ///< how many steps of a hint are written, from 1
  /// Files that were saved just now: their problems come last, where a terminal shows them.
  std::vector<std::string> saved = {};
  OptionWords words = {};
};

/// Returns the report for a student at a terminal; a pure function. It has a header, a table of the problems,
/// the total, and for each problem that is not passed the first failing check with its evidence. Hidden
/// checks show status and kind only. All text is cleaned.
std::string render_terminal(const Report& report, const TerminalOptions& options);

/// Returns whether to write colours to this file descriptor: it is a terminal, TERM is set and not "dumb",
/// and NO_COLOR (no-color.org) is unset or empty.
bool wants_colour(int fd);

/// Decides the same from given values: whether the output is a terminal, and the two variables, null when
/// unset.
bool wants_colour(bool is_terminal, const char* no_color, const char* term);

}  // namespace grader
