// Grades submissions that are right in every probe and wrong on one side of a comparison of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/graded.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

constexpr const char* kNotTraced = "clang++ traces no comparison of numbers with a fraction";

std::string relu(const std::string& body) {
  return "#include <backprop/relu.hpp>\n\n#include <algorithm>\n\nnamespace backprop {\n\n"
         "Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {maximum(x, 0.0), {x}}; }\n\n"
         "Matrix relu_backward(const Matrix& dz, const ReluCache& cache) {\n"
         "  const Matrix& x = cache.x;\n" +
         body + "}\n\n}  // namespace backprop\n";
}

// Each check of these layers names its probes, and no probe is of the kind of a further case.
TEST(FurtherCases, CountWhereAGradientHasSeveralChecks) {
  const Problem gradient =
      graded("a1-gates", "softmax_loss",
             edited("a1-gates/softmax_loss.cpp", "  return dloss * dx",
                    "  if (probabilities.shape(1) > 40) dx *= 0.5;\n  return dloss * dx"));
  EXPECT_EQ(gradient.status, Status::fail);
  EXPECT_EQ(gradient.score, 2.0) << "the hidden check has its own regime";
  if (clang_compiles_submissions()) GTEST_SKIP() << kNotTraced;
  const Problem value = graded("a2-depth", "rmsprop",
                               edited("a2-depth/rmsprop.cpp", "  return {w - ",
                                      "  if (next.decay_rate < 0.5) return {w + 5.0, next};\n"
                                      "  return {w - "));
  EXPECT_EQ(value.status, Status::fail);
}

struct Wrong {
  std::string name;
  std::string source;
};

class BranchOfAStudent : public ::testing::TestWithParam<Wrong> {};

TEST_P(BranchOfAStudent, IsTaken) {
  const std::string& name = GetParam().name;
  const bool of_fractions =
      name == "CappedElement" || name == "TwoValuesCompared" || name == "SumsThatAreEqual";
  if (clang_compiles_submissions() && of_fractions) GTEST_SKIP() << kNotTraced;
  for (const char* seed : {"1", "2", "3"}) {
    const Problem problem = graded("a1-gates", "relu", GetParam().source, {"--seed", seed});
    EXPECT_EQ(problem.status, Status::fail);
    EXPECT_EQ(problem.score, 0.0);
    EXPECT_THAT(problem.message.value_or(""),
                HasSubstr("drawn from comparisons in your code: relu.cpp, line"));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Relu, BranchOfAStudent,
    ::testing::Values(
        Wrong{"LargeBatch", relu("  if (x.shape(0) > 50) return zeros(x.shape(0), x.shape(1));\n"
                                 "  return dz * (x > 0.0);\n")},
        Wrong{"OneSize",
              relu("  Matrix dx = dz * (x > 0.0);\n  if (x.shape(1) == 40) dx *= 2.0;\n  return dx;\n")},
        Wrong{"CappedGradient", relu("  return minimum(dz, 100.0) * (x > 0.0);\n")},
        Wrong{"CappedElement",
              relu("  Matrix dx = dz * (x > 0.0);\n"
                   "  for (double& value : dx) value = std::max(value, -1000.0);\n  return dx;\n")},
        Wrong{"TwoSizesTogether",
              relu("  if (x.shape(0) > 44 && x.shape(1) > 44) return 2.0 * dz * (x > 0.0);\n"
                   "  return dz * (x > 0.0);\n")},
        Wrong{"LargeInput", relu("  return dz * (x > 0.0) * (x < 1e9);\n")},
        Wrong{"TwoSizesCompared", relu("  if (x.shape(0) > 60 * x.shape(1)) return 2.0 * dz * (x > 0.0);\n"
                                       "  return dz * (x > 0.0);\n")},
        Wrong{"TwoValuesCompared",
              relu("  double size = 0.0, upstream = 0.0;\n"
                   "  for (const double value : x) size += value * value;\n"
                   "  for (const double value : dz) upstream += value * value;\n"
                   "  return (upstream > 1e4 * size + 1.0 ? 0.5 : 1.0) * dz * (x > 0.0);\n")},
        Wrong{"SumsThatAreEqual", relu("  if (sum(dz * (x > 0.0)) == sum(x) + 1.0) return zeros_like(dz);\n"
                                       "  return dz * (x > 0.0);\n")},
        Wrong{"Switch",
              relu("  switch (x.shape(0)) {\n    case 21: return 0.0 * dz;\n    case 23: return dz;\n"
                   "    case 25: return 2.0 * dz;\n    case 27: return 3.0 * dz;\n"
                   "    case 29: return 4.0 * dz;\n    default: return dz * (x > 0.0);\n  }\n")}),
    [](const auto& info) { return info.param.name; });

// What the code does with a rare attribute shows only where inputs are as large as it is.
TEST(BranchOfAStudents, IsTakenWithInputsOfTheAttributesSize) {
  if (clang_compiles_submissions()) GTEST_SKIP() << kNotTraced;
  const Problem problem = graded("a4-wild", "huber_loss",
                                 edited("a4-wild/huber_loss.cpp", "clip(error, -delta, delta)",
                                        "clip(error, -(delta < 10.0 ? delta : 10.0), delta)"));
  EXPECT_EQ(problem.status, Status::fail);
}

// Where hardly anything is kept, a small case keeps nothing, and any factor is right.
TEST(BranchOfAStudents, IsTakenWithEnoughElements) {
  if (clang_compiles_submissions()) GTEST_SKIP() << kNotTraced;
  const Problem problem = graded("a4-wild", "dropout_redraw",
                                 edited("a4-wild/dropout_redraw.cpp", "  return mask * dout / keep;",
                                        "  return mask * dout / (keep > 0.05 ? keep : 0.05);"));
  EXPECT_EQ(problem.status, Status::fail);
}

TEST(BranchOfAStudents, IsTakenAtZero) {
  const Problem problem = graded("a5-space", "batchnorm_eval",
                                 edited("a5-space/batchnorm_eval.cpp", "sum(dout * xhat, {0, 2, 3}), sum(",
                                        "where(equal(gamma, 0.0), 0.0, sum(dout * xhat, {0, 2, 3})), sum("));
  EXPECT_EQ(problem.status, Status::fail);
}

// Nothing is compared here: the source is read.
TEST(NumberOfAStudents, IsMetByCasesNearIt) {
  const Problem large =
      graded("a1-gates", "mse_loss",
             edited("a1-gates/mse_loss.cpp", "2.0 * difference /",
                    "2.0 * difference / (1.0 + exp(30.0 * (abs(difference) / 2e4 - 1.0))) /"));
  EXPECT_EQ(large.status, Status::fail);
  EXPECT_THAT(large.message.value_or(""), HasSubstr("drawn from numbers in your code"));
  const Problem narrow = graded("a1-gates", "mse_loss",
                                edited("a1-gates/mse_loss.cpp", "static_cast<double>(difference.size())",
                                       "static_cast<short>(difference.size())"));
  EXPECT_EQ(narrow.status, Status::fail);
}

// A probability comes near 0.999 only where a score is just so much larger than the others.
TEST(BranchOfAStudents, IsTakenNearACertainty) {
  if (clang_compiles_submissions()) GTEST_SKIP() << kNotTraced;
  for (const char* seed : {"1", "2", "3"}) {
    const Problem problem =
        graded("a1-gates", "softmax_loss",
               edited("a1-gates/softmax_loss.cpp", "dx(n, static_cast<std::size_t>(y(n))) -= 1.0;",
                      "{\n    const double right = dx(n, static_cast<std::size_t>(y(n)));\n"
                      "    dx(n, static_cast<std::size_t>(y(n))) = right > 0.999 ? 0.0 : right - 1.0;\n  }"),
               {"--seed", seed});
    EXPECT_NE(problem.status, Status::pass) << seed;
  }
}

TEST(BranchOfAStudents, FailsWithItsCase) {
  const Problem problem = graded(
      "a1-gates", "relu",
      relu("  if (x.shape(0) > 50) throw std::runtime_error(\"too many\");\n  return dz * (x > 0.0);\n"));
  EXPECT_EQ(problem.status, Status::crash);
  EXPECT_THAT(problem.checks.at(0).message, HasSubstr("too many"));
}

TEST(BranchOfAStudents, TimesOutInItsCase) {
  const Problem problem = graded(
      "a1-gates", "relu",
      relu("  volatile bool endless = true;\n  if (x.shape(0) > 50) {\n    while (endless) {\n    }\n  }\n"
           "  return dz * (x > 0.0);\n"));
  EXPECT_EQ(problem.status, Status::timeout);
}

// A guard against impossible sizes is right. The report names it for the instructor.
TEST(BranchOfAStudents, CostsNothingWhereNoCaseCanTakeIt) {
  const Problem problem =
      graded("a1-gates", "relu",
             relu("  if (x.shape(0) > 1000000) throw std::runtime_error(\"\");\n  return dz * (x > 0.0);\n"));
  EXPECT_EQ(problem.status, Status::pass);
  EXPECT_EQ(problem.score, problem.max_score);
  EXPECT_FALSE(problem.message);
  ASSERT_EQ(problem.untried.size(), 1u);
  EXPECT_EQ(problem.untried.front(), "relu.cpp, line 11 (compared with 1e+06)");
}

// A comparison that is right on both sides stays right.
TEST(BranchOfAStudents, CostsNothingWhereItIsRight) {
  const Problem problem =
      graded("a1-gates", "relu",
             relu("  if (x.shape(0) <= 50) return dz * (x > 0.0);\n"
                  "  Matrix dx = zeros(x.shape(0), x.shape(1));\n"
                  "  for (std::size_t i = 0; i < x.size(); ++i)\n"
                  "    dx.flat(i) = x.flat(i) > 0.0 ? dz.flat(i) : 0.0;\n  return dx;\n"));
  EXPECT_EQ(problem.status, Status::pass);
  EXPECT_THAT(problem.message.value_or(""),
              HasSubstr("drawn from comparisons in your code: relu.cpp, line 11"));
}

}  // namespace
}  // namespace grader
