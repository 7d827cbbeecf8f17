// Tests how a mistake gets into a report: one hint per check, in the order of the checks, and no hints when
// the instructor turns them off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "grader/base/pattern.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/judge.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/xtensor_bridge.hpp"

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

// Answers of batchnorm, with dvar divided by var + eps in place of twice the root. The steps after it are
// right.
Transcript divided_by_variance() {
  const KnownMistake wrong = {.id = "divided-by-variance",
                              .spoils = {"var", "sq", "xmu", "mu", "x"},
                              .hint = {},
                              .misconception = {},
                              .answer = [](Given& given) -> Tensors {
                                using namespace backprop;
                                const Matrix& x = given.in.matrix("x");
                                const auto n = static_cast<double>(x.shape(0));
                                const Matrix xmu = x - as_row(mean(x, 0));
                                const Vector var = mean(xmu * xmu, 0) + given.attributes.at("eps");
                                const Matrix dxhat = to_matrix(given.right.at("xhat"));
                                const Vector dvar = 0.5 * to_vector(given.right.at("sqrtvar")) / var;
                                const Matrix dsq = as_row(dvar) * xt::ones_like(x) / n;
                                const Matrix dxmu = dxhat / as_row(backprop::sqrt(var)) + 2.0 * xmu * dsq;
                                const Vector dmu = -sum(dxmu, 0);
                                return {{"var", from_xtensor(dvar)},
                                        {"sq", from_xtensor(dsq)},
                                        {"xmu", from_xtensor(dxmu)},
                                        {"mu", from_xtensor(dmu)},
                                        {"x", from_xtensor(Matrix(dxmu + as_row(dmu) / n))}};
                              },
                              .op = "batchnorm"};
  const Op& op = *find_op("batchnorm");
  return answers_of(op, {&wrong}, cases::plan(op, 5));
}

// "divar-from-xhat" gives the same dvar, but it spoils divar and dsqrtvar first, and these are right.
TEST(Hints, NoMistakeIsNamedThatSpoilsWhatPassed) {
  const Transcript answers = divided_by_variance();
  const auto& known = mistake("batchnorm/divar-from-xhat");
  const Op& op = *find_op("batchnorm");
  const Transcript by_mistake = answers_of(op, {&known}, answers);
  EXPECT_NEAR(by_mistake[0].b_u.at("var").values[0], answers[0].b_u.at("var").values[0], 1e-12)
      << "the coincidence that this test is about";
  for (const char* name : {"var", "sq", "xmu", "x"}) {
    EXPECT_FALSE(name_mistake(op, answers, Kind::gradient, name, {}).has_value()) << name;
  }
}

// dw and db are made by two lines. Nothing that is wrong with db gives dw the numbers of a known mistake.
TEST(Hints, AMistakeKeepsItsNameBesideAnUnknownOneInAnotherGradient) {
  const Op& op = *find_op("affine");
  const KnownMistake unknown = unknown_mistake();
  const Transcript both = answers_of(op, {&mistake("affine/transposed-dw"), &unknown}, cases::plan(op, 5));
  const auto named = name_mistake(op, both, Kind::gradient, "w", {});
  ASSERT_TRUE(named.has_value());
  EXPECT_EQ(named->id, "affine/transposed-dw");
  EXPECT_FALSE(name_mistake(op, both, Kind::gradient, "b", {}).has_value());
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

// What a check may say where the instructor allows no hints: which elements are wrong, and which part of the
// contract is broken.
bool says_only_what_is_wrong(const std::string& message) {
  static const Pattern forms(
      R"(\w+ is wrong in \d+ of \d+ elements\.( This input: .*)?)"
      R"(|\w+ is wrong\.( This input: .*)?)"
      R"(|\w+ is zero( everywhere)?\.)"
      R"(|\w+ is (NaN|-?infinity)( at \([0-9, ]*\))?(, where \w+ is 0)?\.( This input: [^.]*\.)?)"
      R"(( For other inputs it is finite, but wrong\.)?)"
      R"(|\w+ is \([0-9, ]*\), expected \([0-9, ]*\)( = \([0-9A-Za-z_, ]*\))?\.)"
      R"(|\w+ is not 0 for an upstream gradient of zeros, but [-+.e0-9]+( at \([0-9, ]*\))?\.)"
      R"(|\w+ is not linear in the upstream gradient\.)"
      R"(|\w+ gives a different answer when it is called again with the same .*)"
      R"(|\w+ answers differently when another forward pass has run in between.*)"
      R"(|\w+ was called twice with the same arguments, .*)"
      R"(|\w+ and \w+ give a different answer when both are run again on the same input.*)"
      R"(|Not judged: the contract comes first\.)"
      R"(|Not judged\. \w+ (gives a different|answers differently|was called|and \w+ give|was handed) .*)");
  return message.empty() || forms.match(message);
}

TEST(Hints, WithoutThemNoMistakeIsExplained) {
  std::size_t explained = 0;
  for (const std::string& id : course_assignments()) {
    const Assignment assignment = load_assignment(assignment_file(id));
    for (const ProblemSpec& problem : assignment.problems) {
      if (problem.op.empty()) continue;
      const Op& op = *find_op(problem.op);
      ProblemSpec silent = problem;
      for (CheckSpec& check : silent.checks) check.hints = 0;
      const Transcript planned = cases::plan(op, 5);
      for (const KnownMistake* known : mistakes_of(op.name)) {
        const Transcript answers = answers_of(op, {known}, planned);
        for (const Check& check : judge_layer(silent, op, answers, answers, std::nullopt, name_mistake)) {
          EXPECT_TRUE(says_only_what_is_wrong(check.message))
              << full_id(*known) << ", " << check.id << ": " << check.message;
          EXPECT_FALSE(check.mistake);
          EXPECT_TRUE(check.more_hints.empty());
          EXPECT_FALSE(check.evidence && check.evidence->ratio);
        }
        for (const Check& check : judge_layer(problem, op, answers, answers, std::nullopt, {}))
          explained += !says_only_what_is_wrong(check.message);
      }
    }
  }
  EXPECT_GT(explained, 500u);  // with hints most are
}

TEST(Hints, WithoutThemTheChainIsNotTold) {
  ProblemSpec problem;
  problem.id = problem.op = "two_layer_net";
  problem.checks = {dx_on("dw1", {})};
  problem.checks[0].gradient = "w1";
  const std::vector<const KnownMistake*> wrong = {&mistake("two_layer_net/penalty-doubled")};
  EXPECT_THAT(judged(problem, wrong)[0].message, HasSubstr("The chain"));
  problem.checks[0].hints = 0;
  EXPECT_THAT(judged(problem, wrong)[0].message, Not(HasSubstr("chain")));
}

}  // namespace
}  // namespace grader
