#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <backprop/sigmoid.hpp>

#include <cmath>

#include "grader/base/json.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/testing/run_layer.hpp"
#include "grader/scenarios/orthogonal.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/saturation.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

using backprop::Matrix;

struct InputCache {
  Matrix x;
};

// Returns a sigmoid with a backward pass from the test, as a function of the input.
Op sigmoid_with(std::function<Matrix(const Matrix& dz, const Matrix& x)> backward) {
  Op op = *find_op("sigmoid");
  op.start = [backward](const Case& the_case) {
    return run_layer(
        the_case, "z",
        [](Arguments& in) -> backprop::Forward<Matrix, InputCache> {
          return {backprop::sigmoid_forward(in.matrix("x")).out, {in.matrix("x")}};
        },
        [backward](Arguments& upstream, const InputCache& cache) -> Tensors {
          return {{"x", from_xtensor(backward(upstream.matrix("z"), cache.x))}};
        });
  };
  return op;
}

TEST(Saturation, TheReferencePassesUnderTwentySeeds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ScenarioPart& part : find_scenario("saturation")->parts) {
      const Finding finding = verdict_of("saturation", part.id, {}, seed).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

TEST(Saturation, ClosedFormFailsABackwardThatOverflows) {
  // The slope is right unless e^-x overflows, so it is right on every moderate input.
  const Op overflowing = sigmoid_with([](const Matrix& dz, const Matrix& x) -> Matrix {
    const Matrix e = backprop::exp(-x);
    return dz * e / ((1.0 + e) * (1.0 + e));
  });
  const Finding finding = verdict_of("saturation", "closed-form", {{"sigmoid", overflowing}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_EQ(finding.message,
            "sigmoid_backward at x = -1000 gives NaN, expected 0: a saturated gate lets almost no gradient "
            "through, and "
            "never NaN.");
}

TEST(Saturation, OneQuarterFailsALocalGradientThatIsTooSteep) {
  const Op steep = sigmoid_with([](const Matrix& dz, const Matrix& x) -> Matrix {
    const Matrix z = backprop::sigmoid_forward(x).out;
    return dz * z * (1.0 - z) * 1.5;
  });
  const Finding finding = verdict_of("saturation", "one-quarter", {{"sigmoid", steep}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, testing::HasSubstr("lies between 0 and 1/4"));
}

TEST(Saturation, TrainingFailsAGradientThatLeaksThroughSaturatedGates) {
  // The slope is never less than 1e-3. It is right to three digits in the middle, and wrong when the gate is
  // saturated.
  const Op leaking = sigmoid_with([](const Matrix& dz, const Matrix& x) -> Matrix {
    const Matrix z = backprop::sigmoid_forward(x).out;
    return dz * xt::maximum(z * (1.0 - z), 1e-3);
  });
  const Finding finding = verdict_of("saturation", "training", {{"sigmoid", leaking}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, testing::HasSubstr("initialised too large"));
}

TEST(Saturation, TrainingFailsWeightsOfTheWrongSize) {
  Op wide = *find_op("xavier_init");
  wide.start = [](const Case& the_case) {
    Instance instance = find_op("xavier_init")->start(the_case);
    for (double& value : instance.outputs.at("w").values) value *= 2.0;
    return instance;
  };
  const Finding finding = verdict_of("saturation", "training", {{"xavier_init", wide}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, testing::HasSubstr("with xavier_init"));
}

TEST(Saturation, FiguresShowWhatWasMeasured) {
  const PartVerdict verdict = verdict_of("saturation", "training", {});
  ASSERT_EQ(verdict.figures.size(), 4u);
  const auto values = [&verdict](std::size_t i) {
    return parse_json(verdict.figures.at(i).vega_lite).at("data").at("values").elements();
  };
  const auto bars = values(0);
  const double total = 50 * 24;
  EXPECT_GT(bars.front().at("count").get<double>() + bars.back().at("count").get<double>(), 0.9 * total);
  const auto middle = values(1);
  EXPECT_LT(middle.front().at("count").get<double>() + middle.back().at("count").get<double>(), 0.1 * total);
  EXPECT_EQ(values(2).size(), 3u * 80u);
}

// Returns a standardize whose outputs, or gradients, are changed after the right layer has made them.
Op standardize_with(std::function<void(const Case&, Tensor& out)> outputs,
                    std::function<void(const Case&, Tensor& dx)> gradients) {
  Op op = *find_op("standardize");
  op.start = [outputs, gradients](const Case& the_case) {
    Instance instance = find_op("standardize")->start(the_case);
    if (outputs) outputs(the_case, instance.outputs.at("out"));
    if (gradients) {
      instance.backward = [the_case, gradients, right = instance.backward](const Tensors& upstream) {
        Tensors result = right(upstream);
        gradients(the_case, result.at("x"));
        return result;
      };
    }
    return instance;
  };
  return op;
}

TEST(Saturation, PreprocessingFailsTheStatisticsOfAllData) {
  Op of_x = *find_op("standardize");
  of_x.start = [](const Case& the_case) {
    return find_op("standardize")
        ->start({{{"x", the_case.inputs.at("x")}, {"train", the_case.inputs.at("x")}}, {}, {}});
  };
  const Finding finding = verdict_of("saturation", "preprocessing", {{"standardize", of_x}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message,
              testing::HasSubstr("After your standardize, pixel 1 of the training set has the mean "));
}

// The training set is right, and the others are standardised by their own numbers.
TEST(Saturation, PreprocessingFailsATestSetWithStatisticsOfItsOwn) {
  const Op apart = standardize_with(
      [](const Case& the_case, Tensor& out) {
        const std::size_t train = the_case.inputs.at("train").values.size();
        for (std::size_t i = train; i < out.values.size(); ++i) out.values[i] *= 1.01;
      },
      {});
  EXPECT_THAT(verdict_of("saturation", "preprocessing", {{"standardize", apart}}).finding.message,
              testing::HasSubstr("the test set is prepared with the mean and deviation of the training set"));
}

TEST(Saturation, PreprocessingFailsAConstantPixelThatBecomesNaN) {
  const Op divides = standardize_with(
      [](const Case&, Tensor& out) {
        for (std::size_t i = 0; i < out.values.size(); i += 64) out.values[i] /= 0.0;
      },
      {});
  EXPECT_THAT(verdict_of("saturation", "preprocessing", {{"standardize", divides}}).finding.message,
              testing::HasSubstr("After your standardize, pixel 0 of the training set has the mean NaN, "
                                 "expected 0: this pixel is white in all training digits, so it is only "
                                 "shifted."));
}

TEST(Saturation, PreprocessingFailsAGradientThatPassesThrough) {
  const Op through = standardize_with({}, [](const Case&, Tensor& dx) {
    for (double& value : dx.values) value *= 7.0;
  });
  EXPECT_THAT(verdict_of("saturation", "preprocessing", {{"standardize", through}}).finding.message,
              testing::HasSubstr("Through your standardize_backward, "));
}

// Standardises neither well nor badly: NaN everywhere must not look like a run.
TEST(Saturation, PreprocessingTellsItsStoryOfDataThatIsNotANumber) {
  const Op broken = standardize_with(
      [](const Case&, Tensor& out) {
        for (double& value : out.values) value = std::nan("");
      },
      {});
  EXPECT_EQ(verdict_of("saturation", "preprocessing", {{"standardize", broken}}).finding.status,
            Status::fail);
}

// The slope is right where |z| is small.
TEST(Saturation, TanhFailsASlopeThatIsTooSteepWhereTheGateIsSaturated) {
  Op steep = *find_op("tanh");
  steep.start = [](const Case& the_case) {
    Instance instance = find_op("tanh")->start(the_case);
    instance.backward = [z = instance.outputs.at("z")](const Tensors& upstream) -> Tensors {
      Tensor dx = upstream.at("z");
      for (std::size_t i = 0; i < dx.values.size(); ++i)
        dx.values[i] *= std::fmax(1.0 - z.values[i] * z.values[i], 1e-3);
      return {{"x", dx}};
    };
    return instance;
  };
  const Finding finding = verdict_of("saturation", "tanh", {{"tanh", steep}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message,
              testing::HasSubstr(
                  "A net with two hidden layers of tanh, weights 30 times as large: the loss at step "));
}

TEST(Saturation, FiguresOfPreparationsAndGatesShowWhatWasMeasured) {
  const auto rows = [](const Figure& figure) {
    return parse_json(figure.vega_lite).at("data").at("values").size();
  };
  const PartVerdict preparations = verdict_of("saturation", "preprocessing", {});
  ASSERT_EQ(preparations.figures.size(), 4u);
  EXPECT_EQ(rows(preparations.figures[0]), 3u * 40u);
  EXPECT_EQ(rows(preparations.figures[1]), 20u);
  const PartVerdict gates = verdict_of("saturation", "tanh", {});
  ASSERT_EQ(gates.figures.size(), 2u);
  for (const Figure& figure : gates.figures) EXPECT_EQ(rows(figure), 2u * 25u);
}

TEST(Orthogonal, RowsAreOrthonormal) {
  backprop::Rng rng(3);
  const Matrix q = random_orthogonal(rng, 12);
  const Matrix product = backprop::matmul(q, backprop::transpose(q));
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 12; ++j) EXPECT_NEAR(product(i, j), i == j ? 1.0 : 0.0, 1e-14);
  }
}

}  // namespace
}  // namespace grader
