// The charts in the handout of assignment 4 are drawn from numbers that stand in it. These must be what the
// reference computes.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "grader/scenarios/dqn_clipping.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {
namespace {

using Lines = std::vector<std::vector<double>>;

constexpr std::size_t kPoints = 48;  // of the curves over the TD error
constexpr std::size_t kEvery = 5;    // steps between two points of the curves over the training

std::vector<double> numbers(const std::string& text) {
  std::vector<double> result;
  std::istringstream stream(text);
  for (std::string number; std::getline(stream, number, ',');) result.push_back(std::stod(number));
  return result;
}

// The lines of each chart, by its title.
std::map<std::string, Lines> charts() {
  std::ifstream file(SOURCE_ROOT "/assignments/a4-wild/handout.md");
  const std::regex title_line(R"re( *title "(.*)")re");
  const std::regex data_line(R"re( *line \[(.*)\])re");
  std::map<std::string, Lines> result;
  std::string title;
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_match(line, match, title_line)) title = match[1];
    if (std::regex_match(line, match, data_line)) result[title].push_back(numbers(match[1]));
  }
  return result;
}

void expect_chart(const std::string& title, const Lines& expected) {
  const std::map<std::string, Lines> all = charts();
  ASSERT_TRUE(all.contains(title)) << title;
  const Lines& lines = all.at(title);
  ASSERT_EQ(lines.size(), expected.size()) << title;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    ASSERT_EQ(lines[k].size(), expected[k].size()) << title << ", line " << k;
    for (std::size_t i = 0; i < lines[k].size(); ++i) {
      EXPECT_NEAR(lines[k][i], expected[k][i], 5.1e-5) << title << ", line " << k << ", point " << i;
    }
  }
}

double error_at(std::size_t i) { return -3.0 + 6.0 * (static_cast<double>(i) + 0.5) / kPoints; }

// Loss and slope of a batch of one, by the error.
std::pair<double, double> loss_and_slope(const std::string& op, const Attributes& attributes, double error) {
  LinkedSubject reference;
  LayerCall call(reference, op, {{"q", {{1}, {0.0}}}, {"target", {{1}, {error}}}}, attributes);
  return {call.number("loss"), -call.backward({{"loss", Tensor::scalar(1.0)}}).at("q").values[0]};
}

TEST(DqnClippingHandout, CurvesAreTheReferences) {
  Lines losses(2);
  Lines slopes(2);
  for (std::size_t i = 0; i < kPoints; ++i) {
    const auto huber = loss_and_slope("huber_loss", {{"delta", 1.0}}, error_at(i));
    const auto clipped =
        loss_and_slope("clipped_delta_loss", {{"min_delta", -1.0}, {"max_delta", 1.0}}, error_at(i));
    losses[0].push_back(huber.first);
    losses[1].push_back(clipped.first);
    slopes[0].push_back(huber.second);
    slopes[1].push_back(clipped.second);
  }
  expect_chart("The loss of one TD error", losses);
  expect_chart("Its slope: what reaches the weights", slopes);
}

TEST(DqnClippingHandout, TrainingIsTheReferences) {
  LinkedSubject reference;
  const Measurements m = dqn_clipping_catch().run(reference, 1, silent);
  const auto thinned = [&](const std::string& key) {
    std::vector<double> result;
    for (std::size_t i = 0; i < m.at(key).size(); i += kEvery) result.push_back(m.at(key)[i]);
    return result;
  };
  expect_chart("Fraction of balls caught", {thinned("huber caught"), thinned("clipped caught")});
  expect_chart("Fraction of TD errors beyond the clip",
               {thinned("huber beyond the clip"), thinned("clipped beyond the clip")});
}

}  // namespace
}  // namespace grader
