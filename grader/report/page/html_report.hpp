/// The report as a page for its student: one file that opens from an e-mail, without a network.
#pragma once
#include <functional>
#include <string>

#include "grader/report/option_words.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct HtmlOptions {
  /// The JavaScript that draws figures (see figure_script.hpp), to put into the page itself. When both
  /// members are empty, the page shows the figures' data as tables.
  std::string figure_script = {};
  /// The path, relative to the page, of a file with the same script that many pages share. Empty when the
  /// page shares no script.
  std::string figure_link = {};
  /// Returns the path, relative to the page, of a handout that the report names by its path in the course
  /// ("assignments/a1-gates/handout.md"), or an empty string when the page's reader cannot reach it. When
  /// there is no function, no reader can.
  std::function<std::string(const std::string&)> handout_link = {};
  OptionWords words = {};
};

/// Returns the page of a report; a pure function. It shows the `student_view`: the score, the problems, and
/// the figures. A failing check comes with its hint, its numbers and its tensors, wrong elements marked. All
/// text is escaped and capped. The page's policy (CSP) allows our own scripts only and loads nothing from a
/// network.
std::string render_html(const Report& report, const HtmlOptions& options);

}  // namespace grader
