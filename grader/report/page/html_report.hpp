/// The report as a page for its student: one file that opens from a mail, without a network.
#pragma once
#include <string>

#include "grader/report/report.hpp"

namespace grader {

struct HtmlOptions {
  /// The JavaScript that draws figures (see figure_script.hpp): in the page itself. Empty: their data are
  /// shown as tables.
  std::string figure_script = {};
  /// The same script in a file of its own, which many pages share: a path relative to the page. Empty for
  /// none.
  std::string figure_link = {};
};

/// A pure function of the report. Shows the `student_view`: score, problems, and for what fails the hint, the
/// numbers and the tensors with their wrong elements marked; then the figures. All text is escaped and
/// capped; the page's policy (CSP) lets no script run but ours, known by its hash, and loads nothing.
std::string render_html(const Report& report, const HtmlOptions& options);

}  // namespace grader
