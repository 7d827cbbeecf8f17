// A wrong reference costs students no points. The gradient is not judged: it gets a grader_error, never a
// fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "grader/checks/gradient.hpp"
#include "grader/checks/numeric.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Change = std::function<void(Tensors& gradients)>;

// Returns an op whose reference makes a mistake in its backward pass.
Op wrong_op(const std::string& name, const Change& change) {
  Op op = *find_op(name);
  op.start = [right = op.start, change](const Case& the_case) {
    Instance instance = right(the_case);
    instance.backward = [backward = instance.backward, change](const Tensors& upstream) {
      Tensors gradients = backward(upstream);
      change(gradients);
      return gradients;
    };
    return instance;
  };
  return op;
}

Change times(const std::string& name, double factor) {
  return [=](Tensors& gradients) {
    for (double& value : gradients.at(name).values) value *= factor;
  };
}

// Judges the answers of `student` by `reference`.
Finding judged(const Op& reference, const Op& student, const std::string& gradient) {
  Transcript transcript = cases::plan(reference, 1);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  return check_gradient(reference, transcript, gradient);
}

TEST(WrongReference, AnAnswerThatEqualsItIsNotBlamed) {
  const Op op = wrong_op("affine", times("w", 2.0));
  const Finding finding = judged(op, op, "w");
  EXPECT_EQ(finding.status, Status::grader_error);
  EXPECT_THAT(finding.message, AllOf(HasSubstr("dw is not judged"), HasSubstr("\"unit\""),
                                     HasSubstr("That is an error of the grader.")));
  EXPECT_FALSE(finding.evidence);
  EXPECT_EQ(finding.explanation, "");
}

TEST(WrongReference, ARightAnswerIsNotBlamed) {
  EXPECT_EQ(judged(wrong_op("affine", times("w", 2.0)), *find_op("affine"), "w").status,
            Status::grader_error);
  // Off by a ten-millionth: the slope sees that.
  EXPECT_EQ(judged(wrong_op("affine", times("w", 1.0 + 1e-7)), *find_op("affine"), "w").status,
            Status::grader_error);
}

TEST(WrongReference, AnotherWrongAnswerIsNotJudgedByIt) {
  EXPECT_EQ(judged(wrong_op("affine", times("w", 2.0)), wrong_op("affine", times("w", -1.0)), "w").status,
            Status::grader_error);
}

TEST(WrongReference, AnAnswerIsNotBlamedForAReferenceThatIsNoNumber) {
  const Op op = wrong_op("affine", times("w", std::numeric_limits<double>::quiet_NaN()));
  EXPECT_EQ(judged(op, *find_op("affine"), "w").status, Status::grader_error);
}

TEST(WrongReference, AnAnswerIsNotBlamedForAReferenceOfAnotherShape) {
  const Op op = wrong_op("affine", [](Tensors& gradients) { gradients["w"] = gradients["x"]; });
  const Finding finding = judged(op, *find_op("affine"), "w");
  EXPECT_EQ(finding.status, Status::grader_error);
  EXPECT_THAT(finding.message, HasSubstr("has the shape"));
}

TEST(WrongReference, OtherGradientsAreJudged) {
  const Op op = wrong_op("affine", times("w", 2.0));
  EXPECT_EQ(judged(op, op, "x").status, Status::pass);
  EXPECT_EQ(judged(op, wrong_op("affine", times("x", 3.0)), "x").status, Status::fail);
}

TEST(WrongReference, TheChainSaysNothingOfAStepThatIsNotJudged) {
  const Op op = wrong_op("two_layer_net", [](Tensors& gradients) {
    times("w2", 2.0)(gradients);
    times("b2", 2.0)(gradients);
  });
  const Finding finding = judged(op, wrong_op("two_layer_net", times("w1", 2.0)), "w1");
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_EQ(finding.detail, "");
}

// The allowed errors of the elements of a tiny gradient can add up to more than the slope allows.
TEST(RightReference, DecidesOverRoundingWithinTheTolerance) {
  const Op& op = *find_op("affine");
  Transcript transcript = cases::plan(op, 1);
  transcript.resize(1);
  CaseTranscript& entry = transcript.front();
  entry.u = combine(1e-6, entry.u, 0.0, entry.u);
  entry.a = entry.c = 0.0;
  LinkedSubject reference;
  cases::ask(op, reference, transcript);
  const Expected expected = expected_gradients(op, entry).at("w");
  const std::uint64_t seed = direction_seed(entry, "w");
  backprop::Rng rng(seed);
  const Tensor direction = random_normal(rng, expected.lower.shape);
  Tensor& answer = entry.b_u.at("w");
  for (std::size_t i = 0; i < answer.values.size(); ++i) {
    answer.values[i] += std::copysign(0.9 * expected.allowed(i), direction.values[i]);
  }
  ASSERT_FALSE(adjoint_test(op, entry.the_case, "w", entry.u, answer, seed)->agrees());
  EXPECT_EQ(check_gradient(op, transcript, "w").message, "");
}

}  // namespace
}  // namespace grader
