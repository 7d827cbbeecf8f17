#include "grader/scenarios/dqn_clipping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <backprop/dqn_loss.hpp>

#include <algorithm>
#include <cmath>

#include "grader/base/json.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

// Returns a loss with a backward pass from the test: dloss/derror, times the batch size, as a function of the
// error.
Op loss_with(const std::string& name, std::function<double(double error, const Attributes&)> slope) {
  Op op = *find_op(name);
  op.start = [name, slope](const Case& the_case) {
    Instance instance = find_op(name)->start(the_case);
    instance.backward = [the_case, slope](const Tensors& upstream) -> Tensors {
      Tensor dq = the_case.inputs.at("q");
      const auto batch = static_cast<double>(dq.values.size());
      for (std::size_t n = 0; n < dq.values.size(); ++n) {
        const double error = the_case.inputs.at("target").values[n] - dq.values[n];
        dq.values[n] = -upstream.at("loss").values[0] * slope(error, the_case.attributes) / batch;
      }
      return {{"q", dq}};
    };
    return instance;
  };
  return op;
}

Op huber_with(std::function<double(double error, double delta)> slope) {
  return loss_with("huber_loss",
                   [slope](double error, const Attributes& a) { return slope(error, a.at("delta")); });
}

double right_slope(double error, double delta) { return std::clamp(error, -delta, delta); }

std::string huber_message(std::function<double(double error, double delta)> slope) {
  const Finding finding =
      verdict_of("dqn-clipping", "huber-curve", {{"huber_loss", huber_with(std::move(slope))}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  return finding.message;
}

TEST(DqnClipping, TheReferencePassesUnderTwentySeeds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ScenarioPart& part : find_scenario("dqn-clipping")->parts) {
      const Finding finding = verdict_of("dqn-clipping", part.id, {}, seed).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

TEST(DqnClipping, NamesTheClippedError) {
  EXPECT_EQ(huber_message([](double e, double delta) { return std::abs(e) <= delta ? e : 0.0; }),
            "The gradient of your huber_loss is zero where |error| > delta: that is the clipped error, which "
            "learns "
            "nothing from its largest mistakes, while a Huber loss keeps the slope delta out there.");
}

TEST(DqnClipping, NamesTheMeanSquaredError) {
  EXPECT_THAT(huber_message([](double e, double) { return e; }), HasSubstr("that is the mean squared error"));
  EXPECT_THAT(huber_message([](double e, double) { return 2.0 * e; }),
              HasSubstr("mean squared error, and nothing in it depends on delta; besides, it is twice"));
}

TEST(DqnClipping, NamesAWrongDelta) {
  EXPECT_THAT(huber_message([](double e, double) { return right_slope(e, 1.0); }),
              HasSubstr("is clipped at 1 whatever delta is"));
  EXPECT_THAT(huber_message([](double e, double delta) { return right_slope(e, 2.0 * delta); }),
              HasSubstr("is clipped at 2 delta"));
  EXPECT_THAT(huber_message([](double e, double delta) { return right_slope(e, delta / 2.0); }),
              HasSubstr("is clipped at delta / 2"));
  EXPECT_THAT(huber_message([](double e, double delta) { return right_slope(e, delta * delta); }),
              HasSubstr("is clipped at delta^2"));
  EXPECT_THAT(
      huber_message([](double e, double delta) { return std::abs(e) <= delta ? e : std::copysign(1.0, e); }),
      HasSubstr("is 1 where |error| > delta, and not delta"));
}

TEST(DqnClipping, NamesAStep) {
  EXPECT_THAT(huber_message([](double e, double delta) { return std::copysign(delta, e); }),
              HasSubstr("is a step, delta times the sign"));
  EXPECT_THAT(huber_message([](double e, double) { return std::copysign(1.0, e); }),
              HasSubstr("is a step, the sign of the error"));
  EXPECT_THAT(huber_message(
                  [](double e, double delta) { return std::abs(e) <= delta ? std::copysign(delta, e) : e; }),
              HasSubstr("two branches the wrong way round"));
}

TEST(DqnClipping, NamesAFactor) {
  EXPECT_THAT(huber_message([](double e, double delta) { return 2.0 * right_slope(e, delta); }),
              HasSubstr("twice"));
  EXPECT_THAT(huber_message([](double e, double delta) { return -right_slope(e, delta); }),
              HasSubstr("wrong sign"));
  EXPECT_THAT(huber_message([](double e, double delta) { return right_slope(e, delta) / 161.0; }),
              HasSubstr("averaged twice"));
  EXPECT_THAT(huber_message([](double e, double delta) { return right_slope(e, delta) * 161.0; }),
              HasSubstr("not averaged"));
}

TEST(DqnClipping, ShowsAPointOfACurveItDoesNotKnow) {
  EXPECT_EQ(
      huber_message([](double e, double delta) { return std::abs(e) > 4.0 ? 0.0 : right_slope(e, delta); }),
      "At a TD error of -5 the slope of your huber_loss with ends -0.5 and 0.5 is 0, expected -0.5.");
}

TEST(DqnClipping, NamesWhatIsWrongWithTheClippedLoss) {
  const auto message = [](std::function<double(double, const Attributes&)> slope) {
    const Op wrong = loss_with("clipped_delta_loss", std::move(slope));
    return verdict_of("dqn-clipping", "clipped-curve", {{"clipped_delta_loss", wrong}}).finding.message;
  };
  EXPECT_THAT(message([](double e, const Attributes& a) {
                return 2.0 * std::clamp(e, a.at("min_delta"), a.at("max_delta"));
              }),
              HasSubstr("does not vanish outside of the clip"));
  EXPECT_THAT(message([](double e, const Attributes&) { return 2.0 * e; }), HasSubstr("ignores the clip"));
  EXPECT_THAT(
      message([](double e, const Attributes& a) { return std::abs(e) <= a.at("max_delta") ? 2.0 * e : 0.0; }),
      HasSubstr("min_delta is not used"));
  EXPECT_THAT(message([](double e, const Attributes& a) {
                return std::abs(e) <= -a.at("min_delta") ? 2.0 * e : 0.0;
              }),
              HasSubstr("max_delta is not used"));
  EXPECT_THAT(message([](double e, const Attributes& a) {
                return e > a.at("min_delta") && e < a.at("max_delta") ? e : 0.0;
              }),
              HasSubstr("half of what it should be"));
}

TEST(DqnClipping, EitherValueIsRightAtTheEndsOfTheClip) {
  const Op closed = loss_with("clipped_delta_loss", [](double e, const Attributes& a) {
    return e >= a.at("min_delta") && e <= a.at("max_delta") ? 2.0 * e : 0.0;
  });
  EXPECT_EQ(verdict_of("dqn-clipping", "clipped-curve", {{"clipped_delta_loss", closed}}).finding.message,
            "");
}

Op td_target_with(std::function<double(double reward, double what_follows, double done)> target) {
  Op op = *find_op("td_target");
  op.start = [target](const Case& the_case) {
    Instance instance = find_op("td_target")->start(the_case);
    const Tensor& q_next = the_case.inputs.at("q_next");
    Tensor& out = instance.outputs.at("target");
    for (std::size_t n = 0; n < out.values.size(); ++n) {
      const auto row = q_next.values.begin() + static_cast<std::ptrdiff_t>(n * q_next.shape[1]);
      const double best = *std::max_element(row, row + static_cast<std::ptrdiff_t>(q_next.shape[1]));
      out.values[n] = target(the_case.inputs.at("reward").values[n], the_case.attributes.at("gamma") * best,
                             the_case.inputs.at("done").values[n]);
    }
    return instance;
  };
  return op;
}

TEST(DqnClipping, TargetNamesTheMaskThatWasForgotten) {
  const auto message = [](std::function<double(double, double, double)> target) {
    return verdict_of("dqn-clipping", "target", {{"td_target", td_target_with(std::move(target))}})
        .finding.message;
  };
  EXPECT_THAT(message([](double r, double next, double) { return r + next; }),
              HasSubstr("td_target ignores done"));
  EXPECT_THAT(message([](double r, double next, double done) { return r + done * next; }),
              HasSubstr("takes done the wrong way round"));
  EXPECT_THAT(message([](double r, double, double) { return r; }), HasSubstr("td_target gives"));
}

// Returns a dqn_loss that changes what the right backward pass gives.
Op dqn_loss_with(std::function<void(Tensor& d_table, const Case&)> spoil) {
  Op op = *find_op("dqn_loss");
  op.start = [spoil](const Case& the_case) {
    Instance instance = find_op("dqn_loss")->start(the_case);
    instance.backward = [the_case, spoil, right = instance.backward](const Tensors& upstream) {
      Tensors gradients = right(upstream);
      spoil(gradients.at("table"), the_case);
      return gradients;
    };
    return instance;
  };
  return op;
}

TEST(DqnClipping, TargetNamesALeak) {
  const Op leaking = dqn_loss_with([](Tensor& d_table, const Case& the_case) {
    const double state = the_case.inputs.at("s_next").values[1];
    d_table.values[static_cast<std::size_t>(state) * 3] += 0.1;
  });
  EXPECT_THAT(verdict_of("dqn-clipping", "target", {{"dqn_loss", leaking}}).finding.message,
              HasSubstr("leaks into the target"));
}

TEST(DqnClipping, TargetHoldsTheChainToTheStudentsOwnLayers) {
  const Op doubled = dqn_loss_with([](Tensor& d_table, const Case&) {
    for (double& value : d_table.values) value *= 2.0;
  });
  EXPECT_THAT(verdict_of("dqn-clipping", "target", {{"dqn_loss", doubled}}).finding.message,
              HasSubstr("your own layers, called one by one"));
}

TEST(DqnClipping, CatchFailsAClippedLossThatLearns) {
  const Op passing = loss_with("clipped_delta_loss", [](double e, const Attributes& a) {
    return 2.0 * std::clamp(e, a.at("min_delta"), a.at("max_delta"));
  });
  const Finding finding = verdict_of("dqn-clipping", "catch", {{"clipped_delta_loss", passing}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, HasSubstr("not one value may change"));
}

TEST(DqnClipping, CatchFailsAHuberLossThatLearnsNothing) {
  // The loss is right for every error within delta, as in a test with small errors.
  const Op clipped = huber_with([](double e, double delta) { return std::abs(e) <= delta ? e : 0.0; });
  const Finding finding = verdict_of("dqn-clipping", "catch", {{"huber_loss", clipped}}).finding;
  EXPECT_EQ(finding.message,
            "After 100 steps with your huber_loss the agent catches 20 % of the balls; it should be more "
            "than 90 %.");
}

TEST(DqnClipping, CatchFailsAHuberLossThatLearnsOtherwise) {
  const Op steep = huber_with([](double e, double) { return e; });
  const Finding finding = verdict_of("dqn-clipping", "catch", {{"huber_loss", steep}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, HasSubstr("your huber_loss"));
}

TEST(DqnClipping, CatchBlamesATargetThatIgnoresDone) {
  const Op endless = td_target_with([](double r, double next, double) { return r + next; });
  EXPECT_EQ(
      verdict_of("dqn-clipping", "catch", {{"td_target", endless}}).finding.message,
      "The first TD errors should all be larger than 1; with your td_target and gather the smallest is 0.2.");
}

Json points_of(const PartVerdict& verdict) {
  return parse_json(verdict.figures.at(0).vega_lite).at("data").at("values");
}

TEST(DqnClipping, FiguresShowWhatWasMeasured) {
  EXPECT_EQ(points_of(verdict_of("dqn-clipping", "huber-curve", {})).size(), 3u * 161u);
  const Op wrong = huber_with([](double e, double) { return e; });
  EXPECT_EQ(points_of(verdict_of("dqn-clipping", "huber-curve", {{"huber_loss", wrong}})).size(), 6u * 161u)
      << "the page draws the right curve beside the wrong one";
  const PartVerdict verdict = verdict_of("dqn-clipping", "catch", {});
  ASSERT_EQ(verdict.figures.size(), 2u);
  const auto points = points_of(verdict);
  EXPECT_GT(points.at(99).at("y").get<double>(), 0.9) << "huber_loss, last step";
  EXPECT_EQ(points.at(199).at("y").get<double>(), 0.2) << "clipped_delta_loss, last step";
}

}  // namespace
}  // namespace grader
