// The reference decides about students, so it is not taken on trust. For every op, probe and gradient it must
// agree with the slope of its own forward pass, at the relative tolerance that students get.
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/comparison.hpp"
#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/numeric.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

constexpr std::uint64_t kSeeds[] = {1, 2, 3, 20250101, 4242};

class EveryOp : public testing::TestWithParam<std::string> {
 protected:
  const Op& op() const { return *find_op(GetParam()); }
};

TEST_P(EveryOp, ReferenceGradientsAgreeWithTheSlopeOfTheForwardPass) {
  for (const std::uint64_t seed : kSeeds) {
    Transcript transcript = cases::plan(op(), seed);
    LinkedSubject reference;
    for (const CaseTranscript& entry : transcript) {
      if (op().gradients().empty()) continue;
      const Tensors gradients = reference.start(op(), entry.the_case)->backward(entry.u);
      for (const std::string& input : op().gradients()) {
        const auto test = adjoint_test(op(), entry.the_case, input, entry.u, gradients.at(input), entry.seed);
        if (!test) {
          const bool beside_kink = std::ranges::none_of(kStencilSteps, [&](double h) {
            return stencil_is_clear(op(), entry.the_case, input, entry.seed, h);
          });
          EXPECT_TRUE(beside_kink)
              << entry.probe << ": no difference quotient of d" << input
              << " converges here. Does `switches` name each kink, those of the slope as well?";
          continue;
        }
        EXPECT_TRUE(test->agrees()) << GetParam() << " d" << input << ", probe " << entry.probe << ", seed "
                                    << seed << ": slope " << test->slope << ", product " << test->product
                                    << ", tolerance " << test->tolerance;
      }
    }
  }
}

TEST_P(EveryOp, AtAKinkTheIntervalHoldsTheSlopesOnBothSides) {
  if (!op().nudges) {
    EXPECT_TRUE(std::none_of(op().probes.begin(), op().probes.end(),
                             [](const Probe& p) { return p.id == "at-kink"; }));
    return;
  }
  std::size_t open_intervals = 0;
  for (const CaseTranscript& entry : cases::plan(op(), 7)) {
    for (const auto& [input, expected] : expect_gradients(op(), entry.the_case, entry.u, 1)) {
      for (std::size_t i = 0; i < expected.lower.values.size(); ++i) {
        EXPECT_LE(expected.lower.values[i], expected.upper.values[i]);
        open_intervals += expected.lower.values[i] < expected.upper.values[i];
      }
    }
  }
  EXPECT_GT(open_intervals, 0u) << "no probe of this op reaches its kink";
}

TEST_P(EveryOp, ReferencePassesItsOwnChecks) {
  for (const std::uint64_t seed : kSeeds) {
    Transcript transcript = cases::plan(op(), seed);
    LinkedSubject reference;
    cases::ask(op(), reference, transcript);
    if (op().gradients().empty()) {
      EXPECT_EQ(check_outputs(op(), transcript).message, "");
      continue;
    }
    EXPECT_EQ(check_contract(op(), transcript).message, "");
    for (const std::string& input : op().gradients())
      EXPECT_EQ(check_gradient(op(), transcript, input).message, "");
  }
}

TEST_P(EveryOp, TheSameSeedAsksTheSameCases) {
  const Transcript first = cases::plan(op(), 5);
  const Transcript second = cases::plan(op(), 5);
  const Transcript other = cases::plan(op(), 6);
  bool differs = false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (const auto& [name, tensor] : first[i].the_case.inputs) {  // bit by bit: some cases hold a NaN
      EXPECT_TRUE(same_bits(tensor, second[i].the_case.inputs.at(name))) << name;
    }
    EXPECT_EQ(first[i].the_case.attributes, second[i].the_case.attributes);
    EXPECT_EQ(first[i].u, second[i].u);
    differs |= first[i].the_case.inputs != other[i].the_case.inputs ||
               first[i].the_case.attributes != other[i].the_case.attributes;
  }
  EXPECT_TRUE(differs);
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Op& op : all_ops()) names.push_back(op.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Ops, EveryOp, testing::ValuesIn(op_names()),
                         [](const auto& info) { return info.param; });

// A copy of a case shares what the case remembers. Where something in it was changed, it must not.
TEST(RememberedAnswers, AreThoseOfTheQuestionThatIsAsked) {
  const Op& op = *find_op("affine");
  const CaseTranscript entry = cases::plan(op, 1).front();
  const Tensor first = expected_gradients(op, entry).at("x").lower;
  CaseTranscript doubled = entry;
  doubled.u = combine(2.0, entry.u, 0.0, entry.u);
  CaseTranscript other_weights = entry;
  for (double& weight : other_weights.the_case.inputs.at("w").values) weight = 1.0;
  for (CaseTranscript changed : {doubled, other_weights}) {
    const Tensor remembered = expected_gradients(op, changed).at("x").lower;
    changed.right = reference_answers();
    EXPECT_EQ(remembered.values, expected_gradients(op, changed).at("x").lower.values);
    EXPECT_NE(remembered.values, first.values);
  }
  EXPECT_EQ(expected_gradients(op, entry).at("x").lower.values, first.values);
}

}  // namespace
}  // namespace grader
