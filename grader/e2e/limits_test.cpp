// Grades submissions that are right up to some size, which no probe goes beyond, and which no plain
// comparison with that size reports.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/graded.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

struct Limited {
  std::string name;
  std::string file;  // of the solutions
  std::string from;
  std::string to;
};

class LimitOfAStudent : public ::testing::TestWithParam<Limited> {};

TEST_P(LimitOfAStudent, IsPassed) {
  const Limited& limited = GetParam();
  if (clang_compiles_submissions() && limited.name == "OfFractions")
    GTEST_SKIP() << "clang++ traces no comparison of numbers with a fraction";
  const std::size_t slash = limited.file.find('/');
  const std::string assignment = limited.file.substr(0, slash);
  const std::string problem = limited.file.substr(slash + 1, limited.file.size() - slash - 5);
  const std::string source = "#include <algorithm>\n#include <cmath>\n#include <vector>\n" +
                             edited(limited.file, limited.from, limited.to);
  for (const char* seed : {"1", "2"}) {
    const Problem graded_problem = graded(assignment, problem, source, {"--seed", seed});
    EXPECT_EQ(graded_problem.status, Status::fail) << seed;
    EXPECT_LT(graded_problem.score, graded_problem.max_score) << seed;
    EXPECT_THAT(graded_problem.message.value_or(""), HasSubstr("in your code: " + problem + ".cpp, line"));
  }
}

const auto kName = [](const auto& info) { return info.param.name; };

// Probes go up to the number and not beyond it, as the turns of a loop do.
INSTANTIATE_TEST_SUITE_P(Reached, LimitOfAStudent,
                         ::testing::Values(Limited{"Pad", "a5-space/pad.cpp", "  return dx;",
                                                   "  if (pad > 3) dx *= 0.5;\n  return dx;"}),
                         kName);

// g++ makes a minimum of them, or a call.
INSTANTIATE_TEST_SUITE_P(
    Minimum, LimitOfAStudent,
    ::testing::Values(
        Limited{"OfSizes", "a2-depth/batchnorm.cpp", "static_cast<double>(dout.shape(0))",
                "static_cast<double>(std::min<std::size_t>(dout.shape(0), 60))"},
        Limited{"Conditional", "a1-gates/affine.cpp", "  const Vector db = sum(dout, 0);\n",
                "  Vector db = zeros(dout.shape(1));\n"
                "  const std::size_t rows = dout.shape(0) > 48 ? 48 : dout.shape(0);\n"
                "  for (std::size_t n = 0; n < rows; ++n)\n"
                "    for (std::size_t m = 0; m < dout.shape(1); ++m) db(m) += dout(n, m);\n"},
        Limited{"OfALoop", "a4-wild/log_softmax.cpp", "  return dout - exp(out) * as_column(sum(dout, 1));",
                "  Vector sums = zeros(dout.shape(0));\n"
                "  for (std::size_t n = 0; n < dout.shape(0); ++n)\n"
                "    for (std::size_t c = 0; c < (dout.shape(1) < 100 ? dout.shape(1) : 100); ++c)\n"
                "      sums(n) += dout(n, c);\n"
                "  return dout - exp(out) * as_column(sums);"},
        Limited{"OfFractions", "a1-gates/sigmoid.cpp", "  return dz * z * (1.0 - z);",
                "  Matrix capped = dz;\n  for (double& value : capped) value = std::fmin(value, 25.0);\n"
                "  return capped * z * (1.0 - z);"},
        Limited{"OfAReciprocal", "a2-depth/dropout.cpp", "return dout * mask;",
                "return dout * minimum(mask, 70.0);"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Product, LimitOfAStudent,
    ::testing::Values(
        Limited{"Size", "a1-gates/affine.cpp", "  return {dx, dw, db};",
                "  if (x.size() > 1000) return {0.5 * dx, dw, db};\n  return {dx, dw, db};"},
        // The size is compared as a number of bytes, 16000.
        Limited{"SizeInBytes", "a1-gates/mse_loss.cpp", "static_cast<double>(difference.size())",
                "static_cast<double>(difference.size() > 2000 ? difference.size() - 1 : difference.size())"},
        Limited{"ExactSize", "a1-gates/l2_penalty.cpp", "return dloss * reg * w;",
                "return (w.shape(0) * w.shape(1) == 192 ? 0.5 : 1.0) * dloss * reg * w;"},
        Limited{"ThreeSizes", "a3-time/temporal_affine.cpp", "  return gradients;",
                "  if (dout.size() > 900) gradients.db *= 2.0;\n  return gradients;"},
        Limited{"Image", "a5-space/avg_pool.cpp", "const double share = dout(n, c, i, j) / pixels;",
                "const double share = dout(n, c, i, j) / (H * W > 400 ? 1.0 : pixels);"},
        Limited{"Window", "a5-space/im2col.cpp", "  return pad_backward(dpadded, {param.pad});",
                "  if (HH * WW > 60) dpadded *= 0.5;\n  return pad_backward(dpadded, {param.pad});"},
        Limited{"ManySteps", "a3-time/rnn.cpp", "  return gradients;\n",
                "  if (T > 300) gradients.db *= 0.5;\n  return gradients;\n"},
        Limited{"Heads", "a6-attention/multi_head_attention.cpp", "  const Matrix d = as_rows(dout);",
                "  const Matrix d = as_rows(heads > 11 ? Tensor3(0.5 * dout) : dout);"}),
    kName);

// Nothing is compared at all.
INSTANTIATE_TEST_SUITE_P(
    Index, LimitOfAStudent,
    ::testing::Values(
        Limited{"Remainder", "a3-time/lstm.cpp", "cache.steps[t]);", "cache.steps[t % 90]);"},
        Limited{"Mask", "a3-time/embedding.cpp", "row_at(dw, x(n, t))", "row_at(dw, x(n, t) & 127)"},
        Limited{"Byte", "a1-gates/relu.cpp", "  return dout * (x > 0.0);",
                "  std::vector<char> on(x.size(), 0);\n  Matrix dx = dout;\n"
                "  for (std::size_t i = 0; i < x.size(); ++i)\n"
                "    on[static_cast<unsigned char>(i)] = x.flat(i) > 0.0;\n"
                "  for (std::size_t i = 0; i < x.size(); ++i)\n"
                "    dx.flat(i) *= on[static_cast<unsigned char>(i)];\n  return dx;"},
        Limited{"Bits", "a6-attention/softmax.cpp", "sum(dp * p, 2)",
                "sum(dp * p, 2) * static_cast<double>(p.shape(2) == ((1u << 9) - 1 & p.shape(2)))"},
        Limited{"AtATurn", "a6-attention/rope.cpp", "  return turned(dout, cosines, -sines);",
                "  Matrix s = sines;\n  for (std::size_t t = 0; t < s.shape(0); ++t)\n"
                "    for (std::size_t i = 0; i < s.shape(1); ++i) s(t, i) = -sines(t % 96, i);\n"
                "  return turned(dout, cosines, s);"}),
    kName);

// A number that limits nothing costs nothing.
TEST(LimitsOfStudents, CostNothingWhereTheyAreRight) {
  const Problem problem =
      graded("a1-gates", "affine",
             edited("a1-gates/affine.cpp", "  const Vector db = sum(dout, 0);\n",
                    "  Vector db = zeros(dout.shape(1));\n"
                    "  std::vector<double> block(64 * dout.shape(1), 0.0);\n"
                    "  for (std::size_t n = 0; n < dout.shape(0); ++n)\n"
                    "    for (std::size_t m = 0; m < dout.shape(1); ++m)\n"
                    "      block[n % 64 * dout.shape(1) + m] += dout(n, m);\n"
                    "  for (std::size_t i = 0; i < block.size(); ++i) db(i % dout.shape(1)) += block[i];\n"));
  EXPECT_EQ(problem.status, Status::pass);
  EXPECT_EQ(problem.score, problem.max_score);
  EXPECT_THAT(problem.message.value_or(""), HasSubstr("drawn from numbers in your code: affine.cpp, line"));
}

}  // namespace
}  // namespace grader
