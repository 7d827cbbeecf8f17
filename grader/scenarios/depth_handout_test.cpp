// The charts and numbers in the handout of assignment 2. The charts must show what the reference computes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

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

}  // namespace
}  // namespace grader
