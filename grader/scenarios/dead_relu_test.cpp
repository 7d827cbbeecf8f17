#include "grader/scenarios/dead_relu.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "grader/base/json.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/testing/changed_op.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

// Returns a dead_fraction that takes those units for dead for which `is_dead` is true.
Op dead_fraction_with(std::function<bool(const std::vector<double>& activations_of_a_unit)> is_dead) {
  return changed_op("dead_fraction", [is_dead](const Case& the_case, Instance right) {
    const Tensor& a = the_case.inputs.at("activations");
    const std::size_t width = a.shape[1];
    double dead = 0.0;
    for (std::size_t d = 0; d < width; ++d) {
      std::vector<double> column;
      for (std::size_t n = 0; n < a.shape[0]; ++n) column.push_back(a.values[n * width + d]);
      if (is_dead(column)) ++dead;
    }
    right.outputs.at("fraction") = Tensor::scalar(dead / static_cast<double>(width));
    return right;
  });
}

bool all_zero(std::vector<double>::const_iterator first, std::vector<double>::const_iterator last) {
  return std::all_of(first, last, [](double value) { return value == 0.0; });
}

TEST(DeadRelu, TheReferencePassesUnderTwentySeeds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ScenarioPart& part : find_scenario("dead-relu")->parts) {
      LinkedSubject reference;
      const Measurements measured = run_reference(part, reference, seed, silent);
      const Finding finding = part.judge(measured, measured).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

TEST(DeadRelu, AnotherRoundingOfTheWeightsPasses) {
  const Op rounded = changed_op("he_init", [](const Case& the_case, Instance right) {
    const double fan_in = the_case.attributes.at("fan_in");
    for (double& value : right.outputs.at("w").values)
      value = value / std::sqrt(2.0 / fan_in) * std::sqrt(2.0) / std::sqrt(fan_in);
    return right;
  });
  for (const ScenarioPart& part : find_scenario("dead-relu")->parts) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
      EXPECT_EQ(verdict_of("dead-relu", part.id, {{"he_init", rounded}}, seed).finding.message, "")
          << part.id << ' ' << seed;
  }
}

// The backward pass is right unless a unit is far below 0.
TEST(DeadRelu, NeverFireFailsABackwardThatLeaksThroughClosedUnits) {
  const Op leaking = changed_op("deep_net", [](const Case&, Instance right) {
    const auto backward = right.backward;
    right.backward = [backward](const Tensors& upstream) {
      Tensors gradients = backward(upstream);
      for (double& value : gradients.at("b1").values) value = value == 0.0 ? 1e-7 : value;
      return gradients;
    };
    return right;
  });
  EXPECT_EQ(verdict_of("dead-relu", "never-fire", {{"deep_net", leaking}}).finding.message,
            "Units that never fire have weight gradients of exactly 0; in your deep_net, a gradient of 1e-07 "
            "leaks into the first hidden layer's dead units at step 0.");
}

TEST(DeadRelu, NeverFireFailsAGradientThatIsNotANumber) {
  const Op broken = changed_op("deep_net", [](const Case&, Instance right) {
    const auto backward = right.backward;
    right.backward = [backward](const Tensors& upstream) {
      Tensors gradients = backward(upstream);
      for (double& value : gradients.at("w3").values) value = value == 0.0 ? std::nan("") : value;
      return gradients;
    };
    return right;
  });
  EXPECT_THAT(verdict_of("dead-relu", "never-fire", {{"deep_net", broken}}).finding.message,
              HasSubstr("a gradient of NaN leaks out of the second hidden layer's dead units"));
}

TEST(DeadRelu, NeverFireFailsAStepWithWeightDecay) {
  const Op decaying = changed_op("sgd", [](const Case& the_case, Instance right) {
    Tensor& next = right.outputs.at("next_w");
    for (std::size_t i = 0; i < next.values.size(); ++i)
      next.values[i] -= 1e-3 * the_case.inputs.at("w").values[i];
    return right;
  });
  EXPECT_EQ(verdict_of("dead-relu", "never-fire", {{"sgd", decaying}}).finding.status, Status::fail);
}

// The fraction is right on every batch that the layer's own checks try.
TEST(DeadRelu, SweepFailsAFractionThatLooksAtABatchOnly) {
  const Op batch = dead_fraction_with([](const std::vector<double>& unit) {
    return all_zero(unit.begin(),
                    unit.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(unit.size(), 256)));
  });
  const Finding finding = verdict_of("dead-relu", "sweep", {{"dead_fraction", batch}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, HasSubstr("your dead_fraction says "));
  EXPECT_THAT(finding.message, HasSubstr("on the activations of the whole training set"));
}

TEST(DeadRelu, SweepFailsAFractionThatCountsTheNearlyDead) {
  const Op mean = dead_fraction_with([](const std::vector<double>& unit) {
    double sum = 0.0;
    for (const double value : unit) sum += value;
    return sum < 1e-2 * static_cast<double>(unit.size());
  });
  EXPECT_THAT(verdict_of("dead-relu", "sweep", {{"dead_fraction", mean}}).finding.message,
              HasSubstr("a unit that fires on a single one, however weakly, is alive"));
}

// The mistake does not show as long as steps are small.
TEST(DeadRelu, SweepFailsAStepThatIsLimited) {
  const Op limited = changed_op("sgd", [](const Case& the_case, Instance right) {
    const Tensor& w = the_case.inputs.at("w");
    Tensor& next = right.outputs.at("next_w");
    for (std::size_t i = 0; i < next.values.size(); ++i)
      next.values[i] = w.values[i] + std::clamp(next.values[i] - w.values[i], -0.5, 0.5);
    return right;
  });
  EXPECT_THAT(verdict_of("dead-relu", "sweep", {{"sgd", limited}}).finding.message,
              HasSubstr("your sgd does not make the step that it should"));
}

TEST(DeadRelu, RevivalFailsAStepThatMovesWhatHasNoGradient) {
  const Op noisy = changed_op("sgd", [](const Case& the_case, Instance right) {
    const Tensor& dw = the_case.inputs.at("dw");
    const bool small = the_case.attributes.at("learning_rate") <= 1.0;
    for (std::size_t i = 0; i < dw.values.size(); ++i) {
      if (small && dw.values[i] == 0.0) right.outputs.at("next_w").values[i] += 2.0;
    }
    return right;
  });
  EXPECT_THAT(verdict_of("dead-relu", "revival", {{"sgd", noisy}}).finding.message,
              HasSubstr("your sgd moves weights that have no gradient"));
}

TEST(DeadRelu, OneUnitFailsAStepThatMovesTheDead) {
  const Op decaying = changed_op("sgd", [](const Case& the_case, Instance right) {
    const Tensor& dw = the_case.inputs.at("dw");
    for (std::size_t i = 0; i < dw.values.size(); ++i) {
      if (dw.values[i] == 0.0) right.outputs.at("next_w").values[i] += 1e-3;
    }
    return right;
  });
  const Finding finding = verdict_of("dead-relu", "one-unit", {{"sgd", decaying}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, HasSubstr("all the same"));
}

TEST(DeadRelu, OneUnitFailsAStepThatIsLimited) {
  const Op limited = changed_op("sgd", [](const Case& the_case, Instance right) {
    const Tensor& w = the_case.inputs.at("w");
    Tensor& next = right.outputs.at("next_w");
    for (std::size_t i = 0; i < next.values.size(); ++i)
      next.values[i] = w.values[i] + std::clamp(next.values[i] - w.values[i], -0.5, 0.5);
    return right;
  });
  EXPECT_THAT(verdict_of("dead-relu", "one-unit", {{"sgd", limited}}).finding.message,
              HasSubstr("your sgd makes other steps"));
}

TEST(DeadRelu, OneUnitFailsAFractionOfABatch) {
  const Op batch = dead_fraction_with([](const std::vector<double>& unit) {
    return all_zero(unit.begin(),
                    unit.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(unit.size(), 256)));
  });
  EXPECT_THAT(verdict_of("dead-relu", "one-unit", {{"dead_fraction", batch}}).finding.message,
              HasSubstr("On pixels 0 to 16, with a learning rate of 0."));
}

// Once the unit that is followed is dead, it has a gradient of exactly 0 and does not move.
TEST(DeadRelu, OneUnitIsAliveThenDeadForGood) {
  LinkedSubject reference;
  const ScenarioPart& part = *find_scenario("dead-relu")->find("one-unit");
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Measurements m = part.run(reference, seed, silent);
    const std::vector<double>& largest = m.at("large largest");
    EXPECT_GT(largest.front(), 0.0);
    const auto dead = std::find_if(largest.begin(), largest.end(), [](double value) { return value <= 0.0; });
    ASSERT_NE(dead, largest.end());
    const double end = largest.back();
    EXPECT_LE(end, 0.0);
    EXPECT_EQ(m.at("large gradient").back(), 0.0);
    EXPECT_GT(m.at("large gradient").front(), 0.0);
    EXPECT_EQ(m.at("lowered largest").front(), end);
    EXPECT_EQ(m.at("lowered largest").back(), end);
    EXPECT_EQ(m.at("lowered back").front(), 0.0);
  }
}

Json values_of(const Figure& figure) { return parse_json(figure.vega_lite).at("data").at("values"); }

TEST(DeadRelu, FiguresShowWhatWasMeasured) {
  const PartVerdict sweep = verdict_of("dead-relu", "sweep", {});
  ASSERT_EQ(sweep.figures.size(), 2u);
  const auto points = values_of(sweep.figures[0]);
  ASSERT_EQ(points.size(), 4u * 5u);
  EXPECT_LT(points.at(4).at("y").get<double>(), 0.05) << "sane rate";
  EXPECT_GT(points.at(19).at("y").get<double>(), 0.4) << "aggressive rate";
  const PartVerdict one_unit = verdict_of("dead-relu", "one-unit", {});
  ASSERT_EQ(one_unit.figures.size(), 4u);
  EXPECT_EQ(values_of(one_unit.figures[0]).size(), 4u * 21u);
  EXPECT_EQ(values_of(one_unit.figures[1]).size(), 2u * 20u);
  const PartVerdict revival = verdict_of("dead-relu", "revival", {});
  const auto back = values_of(revival.figures.at(0));
  EXPECT_EQ(back.at(4).at("y").get<double>(), 0.0) << "relu";
  EXPECT_GT(back.at(9).at("y").get<double>(), 0.25) << "leaky_relu";
}

}  // namespace
}  // namespace grader
