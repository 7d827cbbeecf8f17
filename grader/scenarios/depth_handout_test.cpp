// The charts and numbers in the handout of assignment 2. The charts must show what the reference computes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

constexpr const char* kDepth = "a2-depth";
constexpr std::size_t kLayers = kSlowHiddenLayers + 1;

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
  expect_chart(kDepth, "Norm of the gradient at each layer, first step: log10",
               {first_gradients(sigmoid), first_gradients(cured)});
  const std::vector<double> slow = median_updates(sigmoid);
  expect_chart(kDepth, "Update-to-weight ratio of each layer, median: log10", {slow, median_updates(cured)});
  EXPECT_THAT(on_one_line(handout_text(kDepth)),
              HasSubstr(fmt::format("The first layer's ratio is {:.1e}, the last's {:.1e}.",
                                    std::pow(10.0, slow.front()), std::pow(10.0, slow.back()))));
  expect_in_handout(kDepth, pace_by_layer(sigmoid, kLayers));
  expect_in_handout(kDepth, pace_by_layer(cured, kLayers));
}

TEST(DepthHandout, TheLifeOfOneUnitIsTheReferences) {
  const ScenarioPart part = dead_relu_one_unit();
  const Measurements m = measured(part);
  expect_chart(kDepth, "One unit: its largest pre-activation over all digits",
               {m.at("large largest"), m.at("small largest")});
  expect_chart(kDepth, "One unit: the norm of its dw", {m.at("large gradient"), m.at("small gradient")});
  expect_chart(kDepth, "Pixels 0 to 16: fraction of dead units", {m.at("large dead"), m.at("small dead")});
  expect_in_handout(kDepth, part.story(m));
}

// The handout says of twenty seeds how many units an ordinary run kills.
TEST(DepthHandout, AnOrdinaryRunKillsAsManyUnitsAsTheHandoutSays) {
  LinkedSubject reference;
  std::vector<double> dead;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    dead.push_back(dead_relu_one_unit().run(reference, seed, silent).at("large dead").back());
  std::sort(dead.begin(), dead.end());
  const auto at_least_40 = std::count_if(dead.begin(), dead.end(), [](double share) { return share >= 0.4; });
  expect_in_handout(kDepth,
                    fmt::format("Over 20 seeds it is {:.0f} to {:.0f} %, and at least 40 % under {} of them.",
                                100.0 * dead.front(), 100.0 * dead.back(), at_least_40));
}

TEST(DepthHandout, DeathsAreTheReferences) {
  const Measurements m = measured(dead_relu_sweep());
  ChartLines lines;
  for (const char* rate : {"rate 0.5", "rate 1", "rate 2", "rate 4"})
    lines.push_back(m.at(std::string(rate) + " dead"));
  expect_chart(kDepth, "Fraction of dead units, by learning rate", lines);
  EXPECT_THAT(on_one_line(handout_text(kDepth)),
              HasSubstr(fmt::format("At 0.5, {:.0f} % of the units are dead after 20 steps; at 4, {:.0f} %.",
                                    100.0 * lines.front().back(), 100.0 * lines.back().back())));
}

TEST(DepthHandout, RevivalIsTheReferences) {
  const Measurements m = measured(dead_relu_revival());
  const std::vector<double>& leaky = m.at("leaky_relu revived");
  expect_chart(kDepth, "Share of the dead that fire again, after the rate is lowered",
               {m.at("relu revived"), leaky});
  EXPECT_THAT(on_one_line(handout_text(kDepth)),
              HasSubstr(fmt::format("With a leak, {:.0f} % of the dead are back", 100.0 * leaky.back())));
}

}  // namespace
}  // namespace grader
