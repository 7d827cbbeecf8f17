// Grades submissions with one wrong term or factor that the catalogue does not have, and reads the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "grader/e2e/graded.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

struct OneThing {
  std::string name;
  std::string assignment;
  std::string problem;
  std::string from;
  std::string to;
  std::string check;
  std::string said;
};

class ExplanationOf : public ::testing::TestWithParam<OneThing> {};

TEST_P(ExplanationOf, IsInTheReport) {
  const OneThing& one = GetParam();
  const Problem problem = graded(one.assignment, one.problem,
                                 edited(one.assignment + "/" + one.problem + ".cpp", one.from, one.to));
  const auto check = std::ranges::find(problem.checks, one.check, &Check::id);
  ASSERT_NE(check, problem.checks.end());
  EXPECT_FALSE(check->mistake);
  EXPECT_THAT(check->message, HasSubstr(one.said));
}

INSTANTIATE_TEST_SUITE_P(
    All, ExplanationOf,
    ::testing::Values(
        OneThing{
            "AFactorOfAGate", "a3-time", "lstm_step", "dc * g * i * (1.0 - i)", "dc * i * (1.0 - i)", "dwx",
            "dwx is right except in the part of i (i, f, o, g lie side by side in it). In the part of i, "
            "your dwx is what it would be without the factor g."},
        OneThing{"AGradientThatAllGatesReach", "a3-time", "lstm_step", "dc * g * i * (1.0 - i)",
                 "dc * i * (1.0 - i)", "dx", "More is known of dwx. dwx is right except in the part of i"},
        OneThing{"AShareThatIsOverwritten", "a3-time", "gru", "gradients.db += step.db;",
                 "gradients.db = step.db;", "db", "Your db is what the first time step alone gives"},
        OneThing{"AStateOfAnUpdateRule", "a6-attention", "adamw", "next.weight_decay * w)",
                 "next.weight_decay * dw)", "step",
                 "Your next_w is what it would be with dw in the place of w, in the term of weight_decay."},
        OneThing{"ATermOfALoss", "a1-gates", "softmax_loss", "(n, static_cast<std::size_t>(y(n))) -= 1.0;",
                 "(n, static_cast<std::size_t>(y(n))) = -1.0;", "dx",
                 "Your dx is what it would be without the term p of the right class."},
        OneThing{"AWayOfAnAttention", "a6-attention", "multi_head_attention", "matmul(dk, transpose(w.wk))",
                 "matmul(dk, transpose(w.wq))", "dx",
                 "Your dx is what it would be with wq in the place of wk, in the way through the keys."}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace grader
