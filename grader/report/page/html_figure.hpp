/// Figures in a page.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "grader/report/report.hpp"

namespace grader {

/// A figure as HTML: its title, a place for the drawing with the specification beside it where it is to be
/// drawn, and its data as a table (of at most 500 rows), which is open where nothing is drawn.
std::string html_figure(const Figure& figure, std::size_t index, bool drawn);

/// The script that draws them all by vegaEmbed. Expressions are interpreted, so that the page's policy needs
/// no eval.
extern const std::string_view kDrawFigures;

}  // namespace grader
