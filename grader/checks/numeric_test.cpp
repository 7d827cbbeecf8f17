// The slope must be that of the forward pass, and not of the stencil: where one step is too coarse, a finer one decides.
#include "grader/checks/numeric.hpp"

#include <gtest/gtest.h>

#include "grader/checks/subject.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

// Weights and inputs of scale 4: at the coarsest step the truncation error is larger than the tolerance.
constexpr std::uint64_t kSteepSeed = 2272345835168610;

// Of all cases of a gradient: how many agree, when each element is `factor` times what the reference says?
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

}  // namespace
}  // namespace grader
