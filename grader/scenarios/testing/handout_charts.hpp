/// For tests: the charts of a handout are drawn from numbers in the handout. The reference must compute the
/// same numbers.
#pragma once

#include <string>
#include <vector>

namespace grader {

/// The numbers of each line of a chart.
using ChartLines = std::vector<std::vector<double>>;

/// Expects that assignments/ASSIGNMENT/handout.md has a chart with this title and these lines, to the four
/// decimals that the handout gives.
void expect_chart(const std::string& assignment, const std::string& title, const ChartLines& expected);

/// Returns the whole text of an assignment's handout.
std::string handout_text(const std::string& assignment);

/// Expects that the handout has this text. A line break of the handout counts as a space.
void expect_in_handout(const std::string& assignment, const std::string& text);

}  // namespace grader
