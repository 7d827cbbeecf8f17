// Tests how a mistake gets into a report: one hint per check, in the order of the checks, and no hints when
// the instructor turns them off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "grader/grading/judge.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

ProblemSpec affine_problem() {
  ProblemSpec problem;
  problem.id = "affine";
  problem.op = "affine";
  for (const char* gradient : {"x", "w", "b"}) {
    CheckSpec check;
    check.id = gradient_name(gradient);
    check.gradient = gradient;
    check.points = 1.0;
    problem.checks.push_back(check);
  }
  return problem;
}

std::vector<Check> judged(const ProblemSpec& problem, const std::vector<const KnownMistake*>& mistakes) {
  const Op& op = *find_op(problem.op);
  const Transcript answers = answers_of(op, mistakes, cases::plan(op, 5));
  return judge_layer(problem, op, answers, answers, std::nullopt, name_mistake);
}

const KnownMistake& mistake(const std::string& id) {
  const KnownMistake* found = find_mistake(id);
  if (!found) throw std::out_of_range("no mistake " + id);
  return *found;
}

// Wrong in a way that the catalogue does not contain: half of db.
KnownMistake unknown_mistake() {
  return {.id = "halved",
          .spoils = {"b"},
          .hint = {},
          .misconception = {},
          .answer = [](Given& given) -> Tensors {
            Tensor db = given.right.at("b");
            for (double& value : db.values) value *= 0.25;
            return {{"b", db}};
          },
          .op = "affine"};
}

TEST(Hints, TwoMistakesInTwoGradientsGetBothInOrder) {
  const auto checks =
      judged(affine_problem(), {&mistake("affine/db-of-first-row"), &mistake("affine/transposed-dw")});
  EXPECT_EQ(checks[0].status, Status::pass);
  EXPECT_FALSE(checks[0].mistake);
  ASSERT_TRUE(checks[1].mistake);
  EXPECT_EQ(checks[1].mistake->id, "affine/transposed-dw");
  ASSERT_TRUE(checks[2].mistake);
  EXPECT_EQ(checks[2].mistake->id, "affine/db-of-first-row");
  EXPECT_EQ(checks[2].mistake->hint, mistake("affine/db-of-first-row").hint);
}

CheckSpec dx_on(const char* id, std::vector<std::string> probes) {
  CheckSpec check;
  check.id = id;
  check.gradient = "x";
  check.points = 1.0;
  check.probes = std::move(probes);
  return check;
}

// Changes the answers of `probe` after the mistake has been made.
std::vector<Check> judged_with_flaw(const std::string& op_name, const std::string& mistake_id,
                                    const std::vector<CheckSpec>& specs, const std::string& probe,
                                    double flaw) {
  const Op& op = *find_op(op_name);
  ProblemSpec problem;
  problem.id = problem.op = op_name;
  problem.checks = specs;
  Transcript answers = answers_of(op, {&mistake(mistake_id)}, cases::plan(op, 5));
  for (CaseTranscript& entry : answers) {
    if (entry.probe != probe) continue;
    for (Tensors* tensors : {&entry.b_u, &entry.b_v, &entry.b_combined, &entry.b_zero}) {
      for (double& value : tensors->at("x").values) value *= flaw;
    }
    entry.b_u_again = entry.b_u_interleaved = entry.b_u;
  }
  return judge_layer(problem, op, answers, answers, std::nullopt, name_mistake);
}

// A mistake in another regime has a check of its own.
TEST(Hints, AMistakeIsNamedByTheProbesOfItsCheck) {
  const auto checks = judged_with_flaw(
      "sigmoid", "sigmoid/derivative-at-input",
      {dx_on("dx", {"unit", "small", "large"}), dx_on("dx-saturated", {"unit", "saturated"})}, "saturated",
      3.0);
  ASSERT_TRUE(checks[0].mistake);
  EXPECT_EQ(checks[0].mistake->id, "sigmoid/derivative-at-input");
  EXPECT_FALSE(checks[1].mistake);
}

TEST(Hints, AnOverflowDoesNotHideAMistake) {
  const auto checks = judged_with_flaw("tanh", "tanh/square-missing", {dx_on("dx", {})}, "saturated",
                                       std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(checks[0].message, HasSubstr("dx is NaN at"));
  EXPECT_THAT(checks[0].message, HasSubstr("For other inputs it is finite, but wrong."));
  ASSERT_TRUE(checks[0].mistake);
  EXPECT_EQ(checks[0].mistake->id, "tanh/square-missing");
}

TEST(Hints, AnUnknownMistakeIsDescribedInstead) {
  const KnownMistake unknown = unknown_mistake();
  const auto checks = judged(affine_problem(), {&unknown});
  EXPECT_FALSE(checks[2].mistake);
  EXPECT_THAT(checks[2].message, HasSubstr("Every element is 1/4 times what it should be"));
}

TEST(Hints, AKnownMistakeIsNotDescribedAsWell) {
  const auto checks = judged(affine_problem(), {&mistake("affine/transposed-dw")});
  ASSERT_TRUE(checks[1].mistake);
  EXPECT_THAT(checks[1].message, Not(HasSubstr("transpose")));
}

TEST(Hints, CanBeSwitchedOffByCheck) {
  ProblemSpec problem = affine_problem();
  problem.checks[1].hints = false;
  problem.checks[2].hints = false;
  const KnownMistake unknown = unknown_mistake();
  const auto checks = judged(problem, {&mistake("affine/transposed-dw"), &unknown});
  EXPECT_FALSE(checks[1].mistake);
  EXPECT_EQ(checks[1].status, Status::fail);
  EXPECT_THAT(checks[2].message, Not(HasSubstr("times")));
  EXPECT_THAT(checks[2].message, HasSubstr("db is wrong in"));
}

}  // namespace
}  // namespace grader
