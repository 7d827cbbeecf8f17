// The assignment's tolerance decides both what is wrong and what the explanations take for noise.
#include <gtest/gtest.h>

#include <algorithm>

#include "grader/checks/gradient.hpp"
#include "grader/checks/ratio.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/checks/wrong_places.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

constexpr Tolerance kLoose = {.relative = 1e-6, .absolute = 1e-6};

TEST(Allowed, IsThatOfTheScaleOfTheElement) {
  const Expected expected = {
      {{2}, {0, 0}}, {{2}, {0, 0}}, {{2}, {1, 3}}, {.relative = 0.5, .absolute = 0.25}};
  EXPECT_EQ(expected.allowed(0), 0.75);
  EXPECT_EQ(expected.allowed(1), 1.75);
}

TEST(WrongPlaces, AreThoseOutsideOfTheToleranceInForce) {
  const Tensor right{{2}, {1, 1}};
  const Tensor answer{{2}, {1 + 1e-7, 1 + 1e-5}};
  EXPECT_EQ(wrong_places(answer, expect_value(right)), (std::vector<bool>{true, true}));
  EXPECT_EQ(wrong_places(answer, expect_value(right, kLoose)), (std::vector<bool>{false, true}));
}

TEST(ConstantRatio, TakesForNoiseWhatTheToleranceInForceDoes) {
  const Tensor right{{2}, {1, 0}};
  const Tensor answer{{2}, {2, 1e-7}};
  EXPECT_FALSE(constant_ratio(answer, expect_value(right)));
  EXPECT_NEAR(constant_ratio(answer, expect_value(right, kLoose)).value(), 2.0, 1e-12);
}

// The last row is doubled. All other rows are off by as much as the assignment allows.
TEST(Explanation, IsAboutWhatIsWrongByTheToleranceInForce) {
  const Op& op = *find_op("affine");
  SpoiledSubject subject("x", [](Tensor right, const Case&, const auto&, const Tensors&, auto&&...) {
    const std::size_t width = right.shape.at(1);
    for (std::size_t i = 0; i < right.values.size(); ++i) {
      right.values[i] *=
          i / width + 1 == right.shape.at(0) ? 2.0 + static_cast<double>(i % width) : 1.0 + 1e-8;
    }
    return right;
  });
  Transcript transcript = cases::plan(op, 3);
  for (CaseTranscript& entry : transcript) entry.tolerance = kLoose;
  cases::ask(op, subject, transcript);
  EXPECT_EQ(check_gradient(op, transcript, "x").explanation, " dx is right except in the last batch row.");
}

TEST(Linearity, IsHeldToTheToleranceInForce) {
  const Op& op = *find_op("affine");
  LinkedSubject reference;
  Transcript transcript = cases::plan(op, 3);
  cases::ask(op, reference, transcript);
  transcript.front().b_zero.at("x").values[0] = 1e-9;
  EXPECT_EQ(check_gradient(op, transcript, "x").status, Status::fail);
  for (CaseTranscript& entry : transcript) entry.tolerance = kLoose;
  EXPECT_EQ(check_gradient(op, transcript, "x").status, Status::pass);
}

}  // namespace
}  // namespace grader
