// The charts, numbers and the drawing in the handout of assignment 2. The charts must show what the reference
// computes. The drawing must show what its source says.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "grader/base/files.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using Names = std::multiset<std::string>;

constexpr const char* kAssignment = "a2-depth";
constexpr std::size_t kLayers = kSlowHiddenLayers + 1;

Measurements measured(const ScenarioPart& part) {
  LinkedSubject reference;
  return part.run(reference, 1, silent);
}

std::string on_one_line(std::string text) {
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

std::vector<double> first_gradients(const Measurements& m) {
  std::vector<double> result;
  for (std::size_t l = 1; l <= kLayers; ++l)
    result.push_back(std::log10(m.at(at_layer("gradient", l)).front()));
  return result;
}

std::vector<double> median_updates(const Measurements& m) {
  std::vector<double> result;
  for (std::size_t l = 1; l <= kLayers; ++l)
    result.push_back(std::log10(median(m.at(at_layer("update", l)))));
  return result;
}

TEST(DepthHandout, GradientsAndUpdatesByLayerAreTheReferences) {
  const Measurements sigmoid = measured(slow_lower_layers_sigmoid());
  const Measurements cured = measured(slow_lower_layers_cured());
  expect_chart(kAssignment, "Norm of the gradient at each layer, first step: log10",
               {first_gradients(sigmoid), first_gradients(cured)});
  const std::vector<double> slow = median_updates(sigmoid);
  expect_chart(kAssignment, "Update-to-weight ratio of each layer, median: log10",
               {slow, median_updates(cured)});
  EXPECT_THAT(on_one_line(handout_text(kAssignment)),
              HasSubstr(fmt::format("The first layer's ratio is {:.1e}, the last's {:.1e}.",
                                    std::pow(10.0, slow.front()), std::pow(10.0, slow.back()))));
  expect_in_handout(kAssignment, pace_by_layer(sigmoid, kLayers));
  expect_in_handout(kAssignment, pace_by_layer(cured, kLayers));
}

TEST(DepthHandout, TheLifeOfOneUnitIsTheReferences) {
  const ScenarioPart part = dead_relu_one_unit();
  const Measurements m = measured(part);
  expect_chart(kAssignment, "One unit: its largest pre-activation over all digits",
               {m.at("large largest"), m.at("small largest")});
  expect_chart(kAssignment, "One unit: the norm of its dw", {m.at("large gradient"), m.at("small gradient")});
  expect_chart(kAssignment, "Pixels 0 to 16: fraction of dead units",
               {m.at("large dead"), m.at("small dead")});
  expect_in_handout(kAssignment, part.story(m));
}

// The handout says of twenty seeds how many units an ordinary run kills.
TEST(DepthHandout, AnOrdinaryRunKillsAsManyUnitsAsTheHandoutSays) {
  LinkedSubject reference;
  std::vector<double> dead;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    dead.push_back(dead_relu_one_unit().run(reference, seed, silent).at("large dead").back());
  std::sort(dead.begin(), dead.end());
  const auto at_least_40 = std::count_if(dead.begin(), dead.end(), [](double share) { return share >= 0.4; });
  expect_in_handout(kAssignment,
                    fmt::format("Over 20 seeds it is {:.0f} to {:.0f} %, and at least 40 % under {} of them.",
                                100.0 * dead.front(), 100.0 * dead.back(), at_least_40));
}

TEST(DepthHandout, DeathsAreTheReferences) {
  const Measurements m = measured(dead_relu_sweep());
  ChartLines lines;
  for (const char* rate : {"rate 0.5", "rate 1", "rate 2", "rate 4"})
    lines.push_back(m.at(std::string(rate) + " dead"));
  expect_chart(kAssignment, "Fraction of dead units, by learning rate", lines);
  EXPECT_THAT(on_one_line(handout_text(kAssignment)),
              HasSubstr(fmt::format("At 0.5, {:.0f} % of the units are dead after 20 steps; at 4, {:.0f} %.",
                                    100.0 * lines.front().back(), 100.0 * lines.back().back())));
}

TEST(DepthHandout, RevivalIsTheReferences) {
  const Measurements m = measured(dead_relu_revival());
  const std::vector<double>& leaky = m.at("leaky_relu revived");
  expect_chart(kAssignment, "Share of the dead that fire again, after the rate is lowered",
               {m.at("relu revived"), leaky});
  EXPECT_THAT(on_one_line(handout_text(kAssignment)),
              HasSubstr(fmt::format("With a leak, {:.0f} % of the dead are back", 100.0 * leaky.back())));
}

std::string graph(const std::string& suffix) {
  return read_file(SOURCE_ROOT "/assignments/a2-depth/batchnorm_graph." + suffix);
}

Names matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  Names names;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    std::string name = (*match)[1];
    if (match->size() > 2) name += " -> " + (*match)[2].str();
    names.insert(name);
  }
  return names;
}

TEST(DepthHandout, TheDrawingHasTheNodesAndArrowsOfItsSource) {
  const std::string dot = graph("dot");
  const std::string svg = graph("svg");
  const Names nodes = matches(dot, R"re(\n  (\w+) \[label="[^"]*\\n)re");
  const Names edges = matches(dot, R"re(\n  (\w+) -> (\w+)[ ;])re");
  EXPECT_EQ(nodes.size(), 11u);
  EXPECT_EQ(edges.size(), 24u);
  EXPECT_EQ(matches(svg, R"re(class="node">\s*<title>(\w+)</title>)re"), nodes);
  EXPECT_EQ(matches(svg, R"re(class="edge">\s*<title>(\w+)&#45;&gt;(\w+)</title>)re"), edges);
}

// Black arrows go forward and red ones back. Each black arrow must have a red counterpart with the gradient
// that it carries.
TEST(DepthHandout, EachArrowOfTheDrawingComesBackInRed) {
  const std::string dot = graph("dot");
  const std::string svg = graph("svg");
  const std::regex backward(R"re(\n  (\w+) -> (\w+) \[label="(\w+)"\];)re");
  Names forward_of_red;
  for (std::sregex_iterator match(dot.begin(), dot.end(), backward), end; match != end; ++match) {
    forward_of_red.insert((*match)[2].str() + " -> " + (*match)[1].str());
    EXPECT_EQ((*match)[3].str(), "d" + (*match)[2].str());
  }
  EXPECT_EQ(matches(dot, R"re(\n  (\w+) -> (\w+);)re"), forward_of_red);
  const std::regex red(R"re(<title>(\w+)&#45;&gt;(\w+)</title>\s*<path fill="none" stroke="red")re");
  EXPECT_EQ(std::distance(std::sregex_iterator(svg.begin(), svg.end(), red), {}), 12);
}

}  // namespace
}  // namespace grader
