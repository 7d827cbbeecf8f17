// The real program explains wrong uses of the vocabulary in words that students understand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Vocabulary : public ::testing::Test {
 protected:
  // affine.cpp with this backward pass, which knows dout, x and w; the pass begins at line 8.
  const Problem& affine(const std::string& backward) {
    folder_.write("affine.cpp", R"(#include <backprop/affine.hpp>
namespace backprop {
Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b) {
  return {matmul(x, w) + as_row(b), {x, w}};
}
AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const auto& [x, w] = cache;
)" + backward + "\n}\n}  // namespace backprop\n");
    const std::string json = (folder_.path() / "report.json").string();
    const Ran ran = run_grader({"grade", folder_.path().string(), "--assignment", "a1-gates", "--problem",
                                "affine", "--json", json});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    report_ = parse_report(read_file(json));
    return report_.problems.at(0);
  }

  std::string said() const {
    std::string text = report_.problems.at(0).message.value_or("");
    for (const Check& check : report_.problems.at(0).checks) text += "\n" + check.message;
    return text;
  }

  TemporaryFolder folder_;
  Report report_;
};

const std::string kRight = "  return {matmul(dout, transpose(w)), matmul(transpose(x), dout), sum(dout, 0)};";

TEST_F(Vocabulary, AutoIsATensor) {
  const Problem& problem = affine(R"(  const auto wt = transpose(w);
  const auto doubled = dout + dout;
  const auto half = 0.5 * doubled;
  const auto dw = [&] { const Matrix xt = transpose(x); return matmul(xt, half) * 1.0; }();
  return {matmul(half, wt), dw, sum(half, 0)};)");
  EXPECT_EQ(problem.status, Status::pass) << said();
}

TEST_F(Vocabulary, MemoryThatWasNeverWrittenIsFoundEachTime) {
  const Problem& problem = affine(R"(  Matrix dw({w.shape(0), w.shape(1)});
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t d = 0; d < w.shape(0); ++d) {
      for (std::size_t m = 0; m < w.shape(1); ++m) dw(d, m) += x(n, d) * dout(n, m);
    }
  }
  return {matmul(dout, transpose(w)), dw, sum(dout, 0)};)");
  EXPECT_EQ(problem.score, 7.0);
  EXPECT_THAT(said(), AllOf(HasSubstr("dw is NaN at (0, 0): was it ever written? A new `Matrix({D, M})` does "
                                      "not start at zero, `zeros(D, M)` does"),
                            Not(HasSubstr("static"))));
}

TEST_F(Vocabulary, ANanOfTheStudentsIsNotTakenForUnwrittenMemory) {
  affine("  const Matrix zero = 0.0 * w;\n  return {matmul(dout, transpose(zero / zero)), w, sum(dout, 0)};");
  EXPECT_THAT(said(), AllOf(HasSubstr("dx is NaN at (0, 0)"), Not(HasSubstr("ever written"))));
}

TEST_F(Vocabulary, AVariableThatWasNeverWrittenIsFoundEachTime) {
  const Problem& problem = affine(R"(  Vector db = zeros(w.shape(1));
  for (std::size_t m = 0; m < w.shape(1); ++m) {
    double column;
    for (std::size_t n = 0; n < x.shape(0); ++n) column += dout(n, m);
    db(m) = column;
  }
  return {matmul(dout, transpose(w)), matmul(transpose(x), dout), db};)");
  EXPECT_EQ(problem.score, 10.0);
  const char* words =
      clang_compiles_submissions()
          ? "zeros(M)` does, and so it is with `double x;` and `double x = 0.0;`"
          : "at (0): was it ever written? `double x;` does not start at zero, `double x = 0.0;` does";
  EXPECT_THAT(said(), AllOf(HasSubstr(words), Not(HasSubstr("static"))));
}

TEST_F(Vocabulary, TensorsOfFloatsAreRightToTheDigitsOfAFloat) {
  affine(R"(  const xt::xtensor<float, 2> rough = dout;
  const Matrix back = rough;
  return {matmul(back, transpose(w)), matmul(transpose(x), back), sum(back, 0)};)");
  EXPECT_THAT(said(), AllOf(HasSubstr("is something a float"), Not(HasSubstr("a factor missing"))));
}

TEST_F(Vocabulary, GradientsInEachOthersPlacesAreRecognised) {
  affine("  return {matmul(transpose(x), dout), matmul(dout, transpose(w)), sum(dout, 0)};");
  EXPECT_THAT(said(), HasSubstr("Your dx is what dw should be, and your dw is what dx should be"));
}

TEST_F(Vocabulary, ShapesThatDoNotFitAreToldWithTheirLine) {
  const Problem& problem = affine("  const Matrix dx = dout * w;\n  return {dx, dx, sum(dout, 0)};");
  EXPECT_EQ(problem.status, Status::crash);
  EXPECT_THAT(said(), AllOf(HasSubstr("`*` is elementwise: ("), HasSubstr("; `matmul` multiplies matrices"),
                            HasSubstr("(affine.cpp, line 8)")));
}

TEST_F(Vocabulary, AnIndexOutsideOfAContainerIsToldWithItsLine) {
  const Problem& problem = affine("  std::vector<double> list(3);\n  list[x.size()] = 1.0;\n" + kRight);
  EXPECT_EQ(problem.status, Status::crash);
  EXPECT_THAT(said(), HasSubstr("an index lies outside of a std::vector"));
  if (clang_compiles_submissions()) GTEST_SKIP() << "the line that clang++ notes is one of libc++";
  EXPECT_THAT(said(), HasSubstr("(affine.cpp, line 9)"));
}

TEST_F(Vocabulary, ASizeInBracesIsRefused) {
  const Problem& problem =
      affine("  const std::size_t M = w.shape(1);\n  Vector db({M});\n  db += sum(dout, 0);\n" + kRight);
  EXPECT_EQ(problem.status, Status::compile_error);
  EXPECT_THAT(said(), AllOf(HasSubstr("affine.cpp:9"), HasSubstr("write zeros(M) for M zeros")));
}

TEST_F(Vocabulary, AnAxisIsNoNumberWithAFraction) {
  const Problem& problem = affine("  const Matrix positive = max(x, 0.0);\n" + kRight);
  EXPECT_EQ(problem.status, Status::compile_error);
  EXPECT_THAT(said(), HasSubstr("write maximum or minimum"));
}

}  // namespace
}  // namespace grader
