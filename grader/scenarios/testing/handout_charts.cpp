#include "grader/scenarios/testing/handout_charts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "grader/base/files.hpp"
#include "grader/base/pattern.hpp"

namespace grader {

namespace {

std::vector<double> numbers(const std::string& text) {
  std::vector<double> result;
  std::istringstream stream(text);
  for (std::string number; std::getline(stream, number, ',');) result.push_back(std::stod(number));
  return result;
}

// Returns the lines of each chart, by its title.
std::map<std::string, ChartLines> charts(const std::string& assignment) {
  std::istringstream text(handout_text(assignment));
  const Pattern title_line(R"re( *title "(.*)")re");
  const Pattern data_line(R"re( *line \[(.*)\])re");
  std::map<std::string, ChartLines> result;
  std::string title;
  for (std::string line; std::getline(text, line);) {
    if (const auto match = title_line.match(line)) title = match->at(1);
    if (const auto match = data_line.match(line)) result[title].push_back(numbers(match->at(1)));
  }
  return result;
}

// Returns the lines as a handout has them, to be put there.
std::string as_drawn(const ChartLines& lines) {
  std::string text;
  for (const std::vector<double>& line : lines) {
    std::string numbers;
    for (const double value : line)
      numbers += (numbers.empty() ? "" : ", ") + fmt::format("{:.10g}", std::round(value * 1e4) / 1e4);
    text += "\n  line [" + numbers + "]";
  }
  return text;
}

}  // namespace

std::string handout_text(const std::string& assignment) {
  return read_file(SOURCE_ROOT "/assignments/" + assignment + "/handout.md");
}

void expect_in_handout(const std::string& assignment, const std::string& text) {
  std::string handout = handout_text(assignment);
  std::replace(handout.begin(), handout.end(), '\n', ' ');
  EXPECT_NE(handout.find(text), std::string::npos) << "The handout of " << assignment << " lacks: " << text;
}

void expect_chart(const std::string& assignment, const std::string& title, const ChartLines& expected) {
  const std::map<std::string, ChartLines> all = charts(assignment);
  ASSERT_TRUE(all.contains(title)) << title << as_drawn(expected);
  const ChartLines& lines = all.at(title);
  ASSERT_EQ(lines.size(), expected.size()) << title << as_drawn(expected);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    ASSERT_EQ(lines[k].size(), expected[k].size()) << title << ", line " << k << as_drawn(expected);
    for (std::size_t i = 0; i < lines[k].size(); ++i) {
      EXPECT_NEAR(lines[k][i], expected[k][i], 5.1e-5) << title << ", line " << k << ", point " << i;
    }
  }
}

}  // namespace grader
