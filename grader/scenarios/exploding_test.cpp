#include "grader/scenarios/exploding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "grader/base/json.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/testing/changed_op.hpp"
#include "grader/scenarios/testing/run_part.hpp"
#include "grader/scenarios/testing/wrong_rnn.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {
namespace {

using backprop::Matrix;
using testing::HasSubstr;

std::string message_of(const std::string& part, const std::string& name, const Op& wrong) {
  const Finding finding = verdict_of("exploding-gradients", part, {{name, wrong}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  return finding.message;
}

TEST(Exploding, TheReferencePassesUnderTwentySeeds) {
  LinkedSubject reference;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ScenarioPart& part : find_scenario("exploding-gradients")->parts) {
      const Measurements measured = run_reference(part, reference, seed, silent);  // once, for both sides
      const Finding finding = part.judge(measured, measured).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

// The backward pass is right for sequences of up to 20 steps.
TEST(Exploding, ScalarFailsTruncatedBackpropagation) {
  EXPECT_EQ(
      message_of("scalar", "rnn", wrong_rnn({.steps = 20})),
      "With one unit and W_hh = 0.5, the gradient of your rnn is exactly 0 from 20 steps back on: "
      "backpropagation through time was cut off there, and a gradient may become tiny, but not 0; k steps "
      "back it should be a b^k.");
}

// The backward pass is right as long as no gradient is larger than 100.
TEST(Exploding, ScalarFailsAGradientThatIsClippedInside) {
  EXPECT_THAT(message_of("scalar", "rnn", wrong_rnn({.clip = 100.0})),
              HasSubstr("stays at 100 from 12 steps back on: it has been clipped inside"));
}

TEST(Exploding, ScalarFailsAGradientThatFadesIntoZero) {
  EXPECT_THAT(message_of("scalar", "rnn", wrong_rnn({.zero_below = 1e-100})),
              HasSubstr("With one unit and W_hh = 1e-05"));
}

TEST(Exploding, RadiusFailsTruncatedBackpropagation) {
  EXPECT_EQ(
      message_of("radius", "rnn", wrong_rnn({.steps = 40})),
      "At spectral radius 0.5 the norm of the gradient through your rnn is exactly 0 from 40 steps back on: "
      "backpropagation through time was cut off there, and a gradient may become tiny, but not 0.");
}

TEST(Exploding, RadiusFailsAGradientThatIsClippedInside) {
  EXPECT_THAT(message_of("radius", "rnn", wrong_rnn({.clip = 1e4})),
              HasSubstr("At spectral radius 1.5 one step back multiplies the gradient's norm by"));
}

// The backward pass is right to three digits as long as tanh is not saturated.
TEST(Exploding, RadiusFailsAGradientThatLeaksThroughSaturatedUnits) {
  EXPECT_THAT(message_of("radius", "rnn", wrong_rnn({.least_slope = 1e-3})),
              HasSubstr("With tanh at work, W_hh orthogonal"));
}

TEST(Exploding, RadiusFailsASlopeThatIsMoreThanOne) {
  EXPECT_THAT(message_of("radius", "rnn", wrong_rnn({.most_from_h = 1.3})),
              HasSubstr("tanh can only shrink it"));
}

Op spectral_radius_as(std::function<double(const Matrix& w)> value) {
  Op op = *find_op("spectral_radius");
  op.start = [value](const Case& the_case) {
    return Instance{.outputs = {{"radius", Tensor::scalar(value(to_matrix(the_case.inputs.at("w"))))}},
                    .backward = {},
                    .modified = [] { return std::vector<std::string>{}; }};
  };
  return op;
}

TEST(Exploding, RadiusTellsTheSpectralNormFromTheRadius) {
  const Op norm = spectral_radius_as([](const Matrix& w) {
    const Instance square =
        find_op("spectral_radius")
            ->start({{{"w", from_xtensor(backprop::matmul(w, backprop::transpose(w)))}}, {}, {}});
    return std::sqrt(square.outputs.at("radius").values[0]);
  });
  EXPECT_THAT(message_of("radius", "spectral_radius", norm),
              HasSubstr("yours is the spectral norm, which one step can multiply by, but not fifty."));
}

// This takes the Rayleigh quotient after a hundred steps. It is right for a real eigenvalue, and anything for
// a complex pair.
TEST(Exploding, RadiusFailsAPowerIterationThatIsRightForRealEigenvaluesOnly) {
  const Op rayleigh = spectral_radius_as([](const Matrix& w) {
    Matrix v = backprop::transpose(backprop::columns(w, 0, 1));
    for (int k = 0; k < 100; ++k) {
      v = backprop::matmul(v, w);
      v /= std::sqrt(backprop::sum(v * v));
    }
    return std::abs(backprop::sum(v * backprop::matmul(v, w)));
  });
  EXPECT_THAT(message_of("radius", "spectral_radius", rayleigh),
              HasSubstr("W_hh could not be scaled: your spectral_radius gives"));
}

// Returns a clip_grad_norm that works on the values of all tensors in one row.
Op clip_as(std::function<double(const std::vector<double>& all)> norm,
           std::function<double(double value, double norm, double max_norm)> clipped) {
  Op op = *find_op("clip_grad_norm");
  op.start = [norm, clipped](const Case& the_case) {
    std::vector<double> all;
    for (const auto& [name, tensor] : the_case.inputs) {
      all.insert(all.end(), tensor.values.begin(), tensor.values.end());
    }
    Instance instance{.outputs = {{"norm", Tensor::scalar(norm(all))}}, .backward = {}, .modified = [] {
                        return std::vector<std::string>{};
                      }};
    for (auto [name, tensor] : the_case.inputs) {
      for (double& value : tensor.values)
        value = clipped(value, norm(all), the_case.attributes.at("max_norm"));
      instance.outputs["clipped_" + name] = tensor;
    }
    return instance;
  };
  return op;
}

double by_hypot(const std::vector<double>& all) {
  double norm = 0.0;
  for (const double value : all) norm = std::hypot(norm, value);
  return norm;
}
double by_squares(const std::vector<double>& all) {
  double sum = 0.0;
  for (const double value : all) sum += value * value;
  return std::sqrt(sum);
}
double shorten(double value, double norm, double max_norm) {
  return norm > max_norm ? value / norm * max_norm : value;
}

// The norm is right for every gradient below 1e154.
TEST(Exploding, ClippingFailsANormThatOverflows) {
  EXPECT_THAT(message_of("clipping", "clip_grad_norm", clip_as(by_squares, shorten)),
              HasSubstr("says that its norm is Infinity: the sum of the squares has overflowed."));
}

TEST(Exploding, ClippingFailsWhatIsAlmostRight) {
  EXPECT_THAT(message_of("clipping", "clip_grad_norm",
                         clip_as(by_hypot,
                                 [](double value, double norm, double max_norm) {
                                   return norm > max_norm ? value * max_norm / (norm + 1e-6) : value;
                                 })),
              HasSubstr("it should be 1."));
  EXPECT_THAT(message_of("clipping", "clip_grad_norm",
                         clip_as(by_hypot, [](double value, double norm,
                                              double max_norm) { return value / norm * max_norm; })),
              HasSubstr("what is short enough must come back as it was"));
  EXPECT_THAT(message_of("clipping", "clip_grad_norm",
                         clip_as(by_hypot,
                                 [](double value, double norm, double max_norm) {
                                   return norm > max_norm ? std::copysign(max_norm / std::sqrt(91.0), value)
                                                          : value;
                                 })),
              HasSubstr("turns it"));
}

TEST(Exploding, ClippingFailsANaNThatGoesUnseen) {
  const auto without_nan = [](const std::vector<double>& all) {
    double norm = 0.0;
    for (const double value : all) norm = std::isnan(value) ? norm : std::hypot(norm, value);
    return norm;
  };
  EXPECT_THAT(message_of("clipping", "clip_grad_norm", clip_as(without_nan, shorten)),
              HasSubstr("a NaN must not go unseen"));
  EXPECT_THAT(message_of("clipping", "clip_grad_norm",
                         clip_as(by_hypot,
                                 [](double value, double norm, double max_norm) {
                                   return norm <= max_norm ? value : value / norm * max_norm;
                                 })),
              HasSubstr("there is no direction to keep"));
}

// The forget gate passes no more than 0.95, which is right unless it is open.
TEST(Exploding, LstmFailsACellThatForgetsTheGradient) {
  const Op forgetful = op_with_gradients("lstm_step", [](Tensors& gradients, const Case& the_case) {
    const std::size_t units = the_case.inputs.at("prev_h").shape[1];
    if (the_case.inputs.at("b").values[units] < 4.0) return;
    for (double& value : gradients.at("prev_c").values) value *= 0.95 / 0.9975;
  });
  EXPECT_THAT(message_of("lstm", "lstm_step", forgetful),
              HasSubstr("should stay within a factor of 2 over 50 steps"));
}

TEST(Exploding, LstmFailsACellThatGrows) {
  const Op growing = op_with_gradients("lstm_step", [](Tensors& gradients, const Case&) {
    for (double& value : gradients.at("prev_c").values) value *= 1.001;
  });
  EXPECT_THAT(message_of("lstm", "lstm_step", growing), HasSubstr("With the bias of the forget gate at 6"));
}

// The backward pass is right for sequences of up to 20 steps.
TEST(Exploding, LstmFailsTruncatedBackpropagation) {
  const Op truncated = op_with_gradients("lstm", [](Tensors& gradients, const Case& the_case) {
    Tensor& dx = gradients.at("x");
    const std::size_t time = dx.shape[1];
    const std::size_t features = dx.shape[2];
    for (std::size_t i = 0; i < dx.values.size(); ++i) {
      if (time - i / features % time > 20) dx.values[i] = 0.0;
    }
    (void)the_case;
  });
  EXPECT_THAT(
      message_of("lstm", "lstm", truncated),
      HasSubstr(
          "lstm_backward gives another dx than your own lstm_step_backward, called step by step, from 20 "
          "steps back on"));
}

TEST(Exploding, FiguresShowOneLineARadius) {
  const PartVerdict verdict = verdict_of("exploding-gradients", "radius", {});
  ASSERT_EQ(verdict.figures.size(), 4u);
  for (std::size_t i = 1; i < verdict.figures.size(); ++i) {
    const auto chart = parse_json(verdict.figures[i].vega_lite);
    EXPECT_EQ(chart.at("data").at("values").size(), 6u * 51u);
    EXPECT_EQ(chart.at("encoding").at("y").at("scale").at("type"), "log");
  }
  const PartVerdict scalar = verdict_of("exploding-gradients", "scalar", {});
  ASSERT_EQ(scalar.figures.size(), 1u);
  EXPECT_EQ(parse_json(scalar.figures[0].vega_lite).at("data").at("values").size(), 6u * 51u);
  EXPECT_EQ(verdict_of("exploding-gradients", "clipping", {}).figures.size(), 1u);
  EXPECT_EQ(verdict_of("exploding-gradients", "lstm", {}).figures.size(), 1u);
}

// The linear recurrence lies on the line of the prediction, and the others below it.
TEST(Exploding, TheGrowthAStepIsTheLogarithmOfTheRadius) {
  const auto points = parse_json(verdict_of("exploding-gradients", "radius", {}).figures.at(0).vega_lite)
                          .at("data")
                          .at("values");
  ASSERT_EQ(points.size(), 4u * 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const auto y = [&](std::size_t series) { return points.at(6 * series + i).at("y").get<double>(); };
    EXPECT_EQ(points.at(i).at("x").get<double>(), y(0));
    EXPECT_NEAR(y(1), y(0), 0.05 * std::max(std::abs(y(0)), 0.1));
    EXPECT_LT(y(2), y(0) + 0.01) << "tanh";
    EXPECT_LT(y(3), y(0)) << "ReLU";
  }
}

TEST(Unrolled, FitsTheSlopeOfALine) {
  std::vector<double> norms;
  for (int k = 0; k <= 50; ++k) norms.push_back(k < 10 ? 1.0 : 3.0 * std::pow(0.7, k));
  EXPECT_NEAR(fitted_slope(norms, 10), std::log(0.7), 1e-12);
  EXPECT_GT(std::abs(fitted_slope(norms, 0) - std::log(0.7)), 0.005);
  norms.back() = 0.0;
  EXPECT_TRUE(std::isnan(fitted_slope(norms, 10)));
}

TEST(Unrolled, SeesWhereAGradientIsCutOffOrClipped) {
  EXPECT_FALSE(cut_short({4.0, 2.0, 1.0, 0.5}));
  EXPECT_THAT(cut_short({4.0, 2.0, 0.0, 0.0}).value(), HasSubstr("is exactly 0 from 2 steps back on"));
  EXPECT_THAT(cut_short({1.0, 2.0, 3.0, 3.0}).value(), HasSubstr("stays at 3 from 2 steps back on"));
  EXPECT_FALSE(cut_short({1.0, 1.0, 1.0})) << "a radius of 1";
}

TEST(Unrolled, ComparesLogarithms) {
  EXPECT_FALSE(first_unlike({1e-200, 0.0, 1e200}, {1e-200 * (1.0 + 1e-9), 0.0, 1e200}, 1e-8));
  EXPECT_EQ(first_unlike({1e-200}, {2e-200}, 1e-8), 0u);
  EXPECT_EQ(first_unlike({1.0, std::nan("")}, {1.0, 1.0}, 1e-8), 1u);
  EXPECT_EQ(first_unlike({1.0, 0.0}, {1.0, 1e-300}, 1e-8), 1u);
  EXPECT_EQ(first_unlike({1.0}, {1.0, 1.0}, 1e-8), 1u);
}

}  // namespace
}  // namespace grader
