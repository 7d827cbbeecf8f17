// The slope must be that of the forward pass, not of the stencil. When one step is too coarse, a finer one
// decides.
#include "grader/checks/numeric.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/subject.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

// With this seed weights and inputs have a scale of 4. At the coarsest step the truncation error is then
// larger than the tolerance.
constexpr std::uint64_t kSteepSeed = 2272345835168610;

// Returns in how many cases a gradient agrees with the slope when each element is `factor` times the
// reference's.
std::size_t count_agreeing(const std::string& name, const std::string& input, double factor) {
  const Op& op = *find_op(name);
  LinkedSubject reference;
  std::size_t agreeing = 0;
  for (const CaseTranscript& entry : cases::plan(op, kSteepSeed)) {
    const Tensors gradients = reference.start(op, entry.the_case)->backward(entry.u);
    const Tensor gradient = combine(factor, gradients, 0.0, gradients).at(input);
    const auto test = adjoint_test(op, entry.the_case, input, entry.u, gradient,
                                   seed_for(entry.seed, "direction of " + input));
    agreeing += test && test->agrees();
  }
  return agreeing;
}

TEST(AdjointTest, AFinerStepDecidesWhereTheCoarsestIsTooCoarse) {
  EXPECT_EQ(count_agreeing("lstm_step", "wh", 1.0), cases::plan(*find_op("lstm_step"), kSteepSeed).size());
}

TEST(AdjointTest, AWrongGradientDisagreesAtEveryStep) {
  EXPECT_EQ(count_agreeing("lstm_step", "wh", 1.0 + 1e-6), 0u);
  EXPECT_EQ(count_agreeing("lstm_step", "wh", -1.0), 0u);
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
