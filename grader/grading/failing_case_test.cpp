// The call that a student sees beside a failing check, and the calls that no student sees.
#include "grader/grading/failing_case.hpp"

#include <gtest/gtest.h>

#include "grader/grading/excerpt.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

CheckSpec check(Visibility visibility, std::vector<std::string> probes) {
  CheckSpec spec;
  spec.gradient = "x";
  spec.visibility = visibility;
  spec.probes = std::move(probes);
  return spec;
}

TEST(FailingCase, ACaseThatOnlyAHiddenCheckNamesIsHidden) {
  ProblemSpec problem;
  problem.checks = {check(Visibility::shown, {}), check(Visibility::hidden, {"extreme", "unit"}),
                    check(Visibility::shown, {"unit"})};
  EXPECT_TRUE(may_be_shown(problem, "unit"));
  EXPECT_TRUE(may_be_shown(problem, "tall"));
  EXPECT_FALSE(may_be_shown(problem, "extreme"));
  problem.checks.erase(problem.checks.begin());
  EXPECT_FALSE(may_be_shown(problem, "tall")) << "no public check looks at it";
}

TEST(FunctionToShow, IsTheForwardPassWhereAnOutputIsWrong) {
  ProblemSpec problem;
  problem.op = "dqn_loss";
  Check of_loss;
  of_loss.status = Status::fail;
  of_loss.max_points = 1;
  of_loss.evidence.emplace().gradient = "loss";
  Check of_table = of_loss;
  of_table.evidence->gradient = "dtable";
  EXPECT_EQ(function_to_show(problem, {of_loss, of_table}), "dqn_loss_forward");
  EXPECT_EQ(function_to_show(problem, {of_table}), "dqn_loss_backward");
  of_loss.status = Status::pass;
  EXPECT_EQ(function_to_show(problem, {of_loss, of_table}), "dqn_loss_backward");
  EXPECT_EQ(function_to_show(problem, {}), "dqn_loss_backward");
}

// The sigmoid with dx doubled everywhere.
class Doubled : public testing::Test {
 protected:
  Doubled() {
    LinkedSubject reference;
    cases::ask(op_, reference, transcript_);
    for (CaseTranscript& entry : transcript_) {
      for (Tensors* answer : {&entry.b_u, &entry.b_v, &entry.b_combined}) {
        for (double& value : answer->at("x").values) value *= 2.0;
      }
    }
    problem_.op = op_.name;
    problem_.checks = {check(Visibility::shown, {})};
  }

  std::optional<std::size_t> to_show() {
    ExpectedGradients expected(op_, transcript_);
    const Finding finding = GradientChecks(op_, transcript_, expected).check("x", problem_.checks[0].probes);
    return case_to_show(problem_, problem_.checks[0], op_, transcript_, finding, expected);
  }

  std::size_t size(std::size_t i) const { return transcript_[i].the_case.inputs.at("x").values.size(); }

  const Op& op_ = *find_op("sigmoid");
  Transcript transcript_ = cases::plan(op_, 3);
  ProblemSpec problem_;
};

TEST_F(Doubled, TheSmallestCaseIsShown) {
  const auto shown = to_show();
  ASSERT_TRUE(shown.has_value());
  for (std::size_t i = 0; i < transcript_.size(); ++i) {
    EXPECT_LE(size(*shown), size(i)) << transcript_[i].probe;
  }
}

TEST_F(Doubled, OnlyCasesThatTheCheckLooksAtAreShown) {
  problem_.checks[0].probes = {"tall"};
  const auto shown = to_show();
  ASSERT_TRUE(shown.has_value());
  EXPECT_EQ(transcript_[*shown].probe, "tall");
}

TEST_F(Doubled, AHiddenCheckShowsNone) {
  problem_.checks[0].visibility = Visibility::hidden;
  EXPECT_FALSE(to_show().has_value());
}

TEST_F(Doubled, ACrashIsInTheFirstCaseThatWasNotAnswered) {
  transcript_[2].b_u_interleaved.clear();
  EXPECT_EQ(first_unanswered(op_, transcript_, Questions::everything), 2u);
  transcript_ = cases::plan(op_, 3);
  EXPECT_EQ(first_unanswered(op_, transcript_, Questions::everything), 0u);
  EXPECT_EQ(first_unanswered(op_, transcript_, Questions::outputs_only), 0u);
}

}  // namespace
}  // namespace grader
