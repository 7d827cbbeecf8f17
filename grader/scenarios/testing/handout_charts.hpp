/// For tests: the charts of a handout are drawn from numbers that stand in it, and these must be what the
/// reference computes.
#pragma once

#include <string>
#include <vector>

namespace grader {

/// The numbers of each line of a chart.
using ChartLines = std::vector<std::vector<double>>;

/// Expects that assignments/ASSIGNMENT/handout.md has a chart of that title with these lines, to the four
/// decimals that stand there.
void expect_chart(const std::string& assignment, const std::string& title, const ChartLines& expected);

/// The whole text of that handout.
std::string handout_text(const std::string& assignment);

}  // namespace grader
