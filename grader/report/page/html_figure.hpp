/// Shows figures in a page.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "grader/report/report.hpp"

namespace grader {

/// Returns a figure as HTML: its title, a place for the drawing and its data as a table of at most 500 rows.
/// When the figure is to be drawn, the specification is added; otherwise the table is open.
std::string html_figure(const Figure& figure, std::size_t index, bool drawn);

/// The script that draws all figures with vegaEmbed. It interprets expressions, so that the page's policy
/// need not allow eval.
extern const std::string_view kDrawFigures;

}  // namespace grader
