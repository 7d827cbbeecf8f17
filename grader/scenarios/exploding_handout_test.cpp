// The charts and numbers in the handout of assignment 3 that come from the scenarios. The reference must
// compute the same numbers.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/scenarios/character_model.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"
#include "grader/scenarios/testing/run_part.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

constexpr const char* kTime = "a3-time";

// Returns log10 of a series relative to its first number, at every `every`-th step.
std::vector<double> orders(const std::vector<double>& series, std::size_t every) {
  std::vector<double> result;
  for (std::size_t i = 0; i < series.size(); i += every) result.push_back(std::log10(series[i] / series[0]));
  return result;
}

ChartLines by_radius(const Measurements& m, const std::string& kind) {
  ChartLines lines;
  for (const char* radius : {"0.5", "0.9", "1", "1.1", "1.5", "2"}) {
    lines.push_back(orders(m.at(kind + ", radius " + radius), 5));
  }
  return lines;
}

TEST(ExplodingHandout, GradientNormsAreTheReferences) {
  const Measurements m = measured(exploding_radius());
  expect_chart(kTime, "Linear: orders of magnitude of the gradient norm", by_radius(m, "linear"));
  expect_chart(kTime, "tanh: orders of magnitude of the gradient norm", by_radius(m, "tanh"));
  expect_chart(kTime, "ReLU: orders of magnitude of the gradient norm", by_radius(m, "relu"));
}

TEST(ExplodingHandout, GrowthAStepIsTheReferences) {
  const ScenarioPart part = exploding_radius();
  const Measurements m = measured(part);
  ChartLines slopes = {{}, {}, {}, {}};
  for (const double radius : {0.5, 0.9, 1.0, 1.1, 1.5, 2.0}) {
    slopes[0].push_back(std::log(radius));
    for (std::size_t k = 0; k < 3; ++k) {
      const char* kinds[] = {"linear", "tanh", "relu"};
      slopes[k + 1].push_back(fitted_slope(m.at(fmt::format("{}, radius {}", kinds[k], radius)), 20));
    }
  }
  expect_chart(kTime, "Growth a step: predicted from the largest eigenvalue, and measured", slopes);
  expect_in_handout(kTime, part.story(m));
  const ScenarioPart scalar = exploding_scalar();
  expect_in_handout(kTime, scalar.story(measured(scalar)));
}

TEST(ExplodingHandout, ClippedTrainingIsTheReferences) {
  const Measurements m = measured(exploding_clipping());
  std::vector<double> loss;
  for (std::size_t i = 0; i < m.at("clipped loss").size(); i += 3) {
    loss.push_back(std::log10(m.at("clipped loss")[i]));
  }
  expect_chart(kTime, "Clipped training: log10 of the loss", {loss});
  EXPECT_THAT(handout_text(kTime),
              HasSubstr(fmt::format("The first loss is {:.1e}, the first gradient has the norm {:.1e}",
                                    m.at("unclipped loss").front(), m.at("training norm").front())));
}

TEST(ExplodingHandout, LstmIsTheReferences) {
  const Measurements m = measured(exploding_lstm());
  expect_chart(kTime, "LSTM: orders of magnitude of the cell's gradient norm",
               {orders(m.at("open cell"), 7), orders(m.at("half cell"), 7)});
}

TEST(ExplodingHandout, CharacterModelIsTheReferences) {
  const ScenarioPart part = character_model_training();
  const Measurements m = measured(part);
  std::vector<double> loss;
  for (std::size_t i = 0; i < m.at("loss").size(); i += 6) loss.push_back(m.at("loss")[i]);
  expect_chart(kTime, "Character model: loss in nats a character",
               {loss, std::vector<double>(loss.size(), std::log(27.0))});
  std::string text = handout_text(kTime);
  for (char& c : text) c = c == '\n' ? ' ' : c;
  EXPECT_THAT(text, HasSubstr(part.judge(m, m).finding.message));
}

}  // namespace
}  // namespace grader
