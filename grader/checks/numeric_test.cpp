// The slope must be that of the forward pass, not of the stencil. When one step is too coarse, a finer one
// decides.
#include "grader/checks/numeric.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/right_answers.hpp"
#include "grader/checks/subject.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

// With this seed weights and inputs have a scale of 4. At the coarsest step the truncation error is then
// larger than the tolerance.
constexpr std::uint64_t kSteepSeed = 2272345835168610;

struct Agreeing {
  std::size_t cases = 0;
  std::size_t of = 0;
};

// Counts the cases in which a gradient agrees with the slope when each element is `factor` times the
// reference's. Where the gradient is 0, as wh's is at the first step of a sequence, each factor is right.
Agreeing count_agreeing(const std::string& name, const std::string& input, double factor) {
  const Op& op = *find_op(name);
  LinkedSubject reference;
  Agreeing agreeing;
  for (const CaseTranscript& entry : cases::plan(op, kSteepSeed)) {
    const Tensors gradients = reference.start(op, entry.the_case)->backward(entry.u);
    const Tensor gradient = combine(factor, gradients, 0.0, gradients).at(input);
    if (std::ranges::all_of(gradient.values, [](double value) { return value == 0.0; })) continue;
    const auto test =
        adjoint_test(op, entry.the_case, input, entry.u, gradient, direction_seed(entry, input));
    agreeing.cases += test && test->agrees();
    ++agreeing.of;
  }
  return agreeing;
}

TEST(AdjointTest, AFinerStepDecidesWhereTheCoarsestIsTooCoarse) {
  const Agreeing agreeing = count_agreeing("lstm_step", "wh", 1.0);
  EXPECT_GT(agreeing.of, 10u);
  EXPECT_EQ(agreeing.cases, agreeing.of);
}

TEST(AdjointTest, AWrongGradientDisagreesAtEveryStep) {
  EXPECT_EQ(count_agreeing("lstm_step", "wh", 1.0 + 1e-6).cases, 0u);
  EXPECT_EQ(count_agreeing("lstm_step", "wh", -1.0).cases, 0u);
}

// The gate x / (1 + |x|). Its gradient is continuous, but the slope of its gradient is not.
Op softsign_without_switches() {
  Op op = *find_op("sigmoid");
  op.start = [](const Case& the_case) {
    const Tensor& x = the_case.inputs.at("x");
    Tensor z = x;
    for (double& value : z.values) value /= 1.0 + std::abs(value);
    return Instance{{{"z", z}}, {}, [] { return std::vector<std::string>(); }};
  };
  return op;
}

std::optional<AdjointTest> softsign_test(double x, double gradient) {
  return adjoint_test(softsign_without_switches(), {{{"x", {{1, 1}, {x}}}}}, "x", {{"z", {{1, 1}, {1.0}}}},
                      {{1, 1}, {gradient}}, 1);
}

// The scores of "far-below" are 1e3 and more, and two keys are nearly alike. What a score's last digit moves
// is then far larger than what the output's does.
TEST(AdjointTest, WhereTheForwardPassMagnifiesRoundingTheSlopeIsHeldAgainstNobody) {
  LinkedSubject reference;
  std::size_t tests = 0;
  for (const char* name : {"attention", "attention_recomputed"}) {
    const Op& op = *find_op(name);
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      for (const CaseTranscript& entry : cases::plan(op, seed)) {
        if (entry.probe != "far-below") continue;
        const Tensors gradients = reference.start(op, entry.the_case)->backward(entry.u);
        for (const char* input : {"q", "k", "v"}) {
          const auto test = adjoint_test(op, entry.the_case, input, entry.u, gradients.at(input),
                                         direction_seed(entry, input));
          EXPECT_TRUE(!test || test->agrees())
              << name << ", seed " << seed << ", " << input << ": " << test->slope << ", " << test->product
              << ", to " << test->tolerance;
          tests += test.has_value();
        }
      }
    }
  }
  EXPECT_GT(tests, 2000u);
}

// All images are alike, so that batch normalisation divides what rounding leaves by the root of its eps. The
// numbers of the case are whole and have no rounding. Those of the stencil's points have.
TEST(AdjointTest, WhereThePointsOfTheStencilAloneAreRoundedTheSlopeIsHeldAgainstNobody) {
  const Case alike{{{"x", Tensor::filled({5, 2, 3, 4}, 0.0)},
                    {"y", Tensor::filled({5}, 2.0)},
                    {"w1", Tensor::filled({5, 2, 3, 4}, 1.0)},
                    {"b1", Tensor::filled({5}, 1.0)},
                    {"gamma", {{5}, {0.93, 1.11, 0.97, 0.78, 1.02}}},
                    {"beta", Tensor::filled({5}, 1.0)},
                    {"w2", {{5, 3}, {1, 0, -2, 2, -2, 1, 1, -2, 2, 0, -1, -1, 2, 0, -1}}},
                    {"b2", {{3}, {-0.8, 1.2, -0.9}}}},
                   {{"norm", 1},
                    {"groups", 1},
                    {"conv_stride", 1},
                    {"pad", 0},
                    {"pool_height", 1},
                    {"pool_width", 1},
                    {"pool_stride", 1}}};
  const Op& op = *find_op("conv_net");
  const Tensors upstream = {{"loss", Tensor::scalar(0.79)}};
  const Tensors gradients = LinkedSubject().start(op, alike)->backward(upstream);
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const auto test = adjoint_test(op, alike, "b1", upstream, gradients.at("b1"), seed);
    EXPECT_TRUE(!test || test->agrees()) << "seed " << seed << ": " << test->slope << ", " << test->product;
  }
}

TEST(AdjointTest, ASlopeThatDoesNotConvergeIsHeldAgainstNobody) {
  EXPECT_FALSE(softsign_test(0.0, 1.0)) << "the right gradient, on the bend";
  EXPECT_FALSE(softsign_test(1e-6, 1.0 / ((1.0 + 1e-6) * (1.0 + 1e-6)))) << "beside it";
}

TEST(AdjointTest, AwayFromTheBendTheSlopeDecides) {
  ASSERT_TRUE(softsign_test(0.5, 1.0 / 2.25));
  EXPECT_TRUE(softsign_test(0.5, 1.0 / 2.25)->agrees());
  ASSERT_TRUE(softsign_test(0.5, 1.0 / 2.25 + 1e-7));
  EXPECT_FALSE(softsign_test(0.5, 1.0 / 2.25 + 1e-7)->agrees());
}

}  // namespace
}  // namespace grader
