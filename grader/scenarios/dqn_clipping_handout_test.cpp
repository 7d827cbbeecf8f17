// The charts in the handout of assignment 4 are drawn from numbers in the handout. The reference must compute
// the same numbers.
#include <gtest/gtest.h>

#include "grader/scenarios/dqn_clipping.hpp"
#include "grader/scenarios/layers.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"

namespace grader {
namespace {

constexpr std::size_t kPoints = 48;  // points of a curve over the TD error
constexpr std::size_t kEvery = 5;    // steps between two points of the curves over the training

void expect_a4_chart(const std::string& title, const ChartLines& expected) {
  expect_chart("a4-wild", title, expected);
}

double error_at(std::size_t i) { return -3.0 + 6.0 * (static_cast<double>(i) + 0.5) / kPoints; }

// Returns loss and slope of a batch of one with this error.
std::pair<double, double> loss_and_slope(const std::string& op, const Attributes& attributes, double error) {
  LinkedSubject reference;
  LayerCall call(reference, op, {{"q", {{1}, {0.0}}}, {"target", {{1}, {error}}}}, attributes);
  return {call.number("loss"), -call.backward({{"loss", Tensor::scalar(1.0)}}).at("q").values[0]};
}

TEST(DqnClippingHandout, CurvesAreTheReferences) {
  ChartLines losses(2);
  ChartLines slopes(2);
  for (std::size_t i = 0; i < kPoints; ++i) {
    const auto huber = loss_and_slope("huber_loss", {{"delta", 1.0}}, error_at(i));
    const auto clipped =
        loss_and_slope("clipped_delta_loss", {{"min_delta", -1.0}, {"max_delta", 1.0}}, error_at(i));
    losses[0].push_back(huber.first);
    losses[1].push_back(clipped.first);
    slopes[0].push_back(huber.second);
    slopes[1].push_back(clipped.second);
  }
  expect_a4_chart("The loss of one TD error", losses);
  expect_a4_chart("Its slope: what reaches the weights", slopes);
}

TEST(DqnClippingHandout, TrainingIsTheReferences) {
  LinkedSubject reference;
  const Measurements m = dqn_clipping_catch().run(reference, 1, silent);
  const auto thinned = [&](const std::string& key) {
    std::vector<double> result;
    for (std::size_t i = 0; i < m.at(key).size(); i += kEvery) result.push_back(m.at(key)[i]);
    return result;
  };
  expect_a4_chart("Fraction of balls caught", {thinned("huber caught"), thinned("clipped caught")});
  expect_a4_chart("Fraction of TD errors beyond the clip",
                  {thinned("huber beyond the clip"), thinned("clipped beyond the clip")});
}

}  // namespace
}  // namespace grader
