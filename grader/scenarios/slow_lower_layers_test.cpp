#include "grader/scenarios/slow_lower_layers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/base/json.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

// Returns an op that changes its inputs before the right op sees them, and returns the outputs for the
// changed inputs.
Op fed_with(const std::string& name, std::function<void(Tensors& inputs)> change) {
  Op op = *find_op(name);
  op.start = [name, change](const Case& the_case) {
    Case changed = the_case;
    change(changed.inputs);
    return find_op(name)->start(changed);
  };
  return op;
}

Op batchnorm_with(
    std::function<Tensors(const Case&, const Instance& right, const Tensors& upstream)> backward) {
  Op op = *find_op("batchnorm");
  op.start = [backward](const Case& the_case) {
    Instance instance = find_op("batchnorm")->start(the_case);
    instance.backward = [the_case, backward, right = instance](const Tensors& upstream) {
      return backward(the_case, right, upstream);
    };
    return instance;
  };
  return op;
}

void flush(Tensor& tensor, double below) {
  for (double& value : tensor.values) {
    if (std::abs(value) < below) value = 0.0;
  }
}

TEST(SlowLowerLayers, TheReferencePassesUnderTwentySeeds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ScenarioPart& part : find_scenario("slow-lower-layers")->parts) {
      LinkedSubject reference;
      const Measurements measured = run_reference(part, reference, seed, silent);
      const Finding finding = part.judge(measured, measured).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

TEST(SlowLowerLayers, AnotherOrderOfTheSameOperationsPasses) {
  const Op closed_form =
      batchnorm_with([](const Case& the_case, const Instance& right, const Tensors& upstream) {
        Tensors gradients = right.backward(upstream);
        for (const auto& [name, gradient] : find_op("batchnorm_alt")->start(the_case).backward(upstream))
          gradients[name] = gradient;
        return gradients;
      });
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    EXPECT_EQ(verdict_of("slow-lower-layers", "cured", {{"batchnorm", closed_form}}, seed).finding.message,
              "")
        << seed;
}

// Half precision keeps nothing below 2^-24. That is far below any gradient in a layer's own checks.
TEST(SlowLowerLayers, SigmoidFailsAStepThatLosesSmallGradients) {
  const Op half = fed_with("sgd", [](Tensors& inputs) { flush(inputs.at("dw"), 0x1p-24); });
  const Finding finding = verdict_of("slow-lower-layers", "sigmoid", {{"sgd", half}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message,
              HasSubstr("In the deep sigmoid net, your sgd moves the weights of layer 1 by 0."));
  EXPECT_THAT(finding.message, HasSubstr("a gradient of that size counts like any other"));
}

TEST(SlowLowerLayers, SigmoidFailsAStepThatIsLimited) {
  const Op limited = fed_with("sgd", [](Tensors& inputs) {
    for (double& value : inputs.at("dw").values) value = std::fmin(value, 0.05);
  });
  EXPECT_THAT(verdict_of("slow-lower-layers", "sigmoid", {{"sgd", limited}}).finding.message,
              HasSubstr("moves the weights of layer 9"));
}

TEST(SlowLowerLayers, CuredFailsABackwardThatLosesSmallGradients) {
  const Op lossy = batchnorm_with([](const Case&, const Instance& right, const Tensors& upstream) {
    Tensors rounded = upstream;
    flush(rounded.at("out"), 1e-4);
    return right.backward(rounded);
  });
  const Finding finding = verdict_of("slow-lower-layers", "cured", {{"batchnorm", lossy}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, HasSubstr("the norm of the gradient at layer 8 of 9 at the first step is "));
  EXPECT_THAT(finding.message, HasSubstr("your batchnorm_backward lets through something else"));
}

TEST(SlowLowerLayers, CuredFailsStatisticsTakenForConstants) {
  const Op constant = batchnorm_with([](const Case&, const Instance& right, const Tensors& upstream) {
    Tensors gradients = right.backward(upstream);
    const Tensor& ivar_share = gradients.at("xhat");
    gradients.at("x") = ivar_share;
    return gradients;
  });
  EXPECT_EQ(verdict_of("slow-lower-layers", "cured", {{"batchnorm", constant}}).finding.status, Status::fail);
}

TEST(SlowLowerLayers, CuredBlamesWeightsOfTheWrongSize) {
  Op xavier = *find_op("he_init");
  xavier.start = [](const Case& the_case) {
    Instance instance = find_op("he_init")->start(the_case);
    for (double& value : instance.outputs.at("w").values) value *= std::sqrt(0.5);
    return instance;
  };
  EXPECT_THAT(verdict_of("slow-lower-layers", "cured", {{"he_init", xavier}}).finding.message,
              HasSubstr("the norm of the weights of layer 1 at the start is "));
}

TEST(SlowLowerLayers, CuredFailsDgammaThatIsWrong) {
  const Op doubled = batchnorm_with([](const Case&, const Instance& right, const Tensors& upstream) {
    Tensors gradients = right.backward(upstream);
    for (double& value : gradients.at("gamma").values) value *= 2.0;
    return gradients;
  });
  EXPECT_EQ(verdict_of("slow-lower-layers", "cured", {{"batchnorm", doubled}}).finding.status, Status::fail);
}

TEST(SlowLowerLayers, FiguresHaveALineForEachLayer) {
  const PartVerdict verdict = verdict_of("slow-lower-layers", "sigmoid", {});
  ASSERT_EQ(verdict.figures.size(), 3u);
  EXPECT_EQ(parse_json(verdict.figures[0].vega_lite).at("data").at("values").size(), 9u * 25u);
  EXPECT_EQ(parse_json(verdict.figures[2].vega_lite).at("data").at("values").size(), 9u);
  EXPECT_EQ(verdict_of("slow-lower-layers", "cured", {}).figures.size(), 4u);
}

TEST(SlowLowerLayers, ThePaceOfALayerIsTheMedianBesideTheLast) {
  const Measurements m = {{"update 1", {1e-6, 1.04e-6, 5.0}},
                          {"update 2", {0.2, 0.2, 0.2}},
                          {"update 3", {0.01, 0.04, 0.01}},
                          {"update 4", {0.1, 0.1, 0.1}}};
  EXPECT_EQ(pace_by_layer(m, 4),
            "layer 3 moves 10 times less, layer 2 2 times more, layer 1 96,000 times less");
  EXPECT_EQ(parse_json(pace_figure("pace", "Pace", m, 4).vega_lite).at("data").at("values").at(2).at("y"),
            10.0);
}

}  // namespace
}  // namespace grader
