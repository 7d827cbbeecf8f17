// Grades backward passes that differentiate numerically, from the student's file to the points.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

using ::testing::StartsWith;

// Computes dx and dw by central differences, and db analytically.
constexpr const char* kAffineByDifferences = R"(#include <backprop/affine.hpp>

namespace backprop {

Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b) {
  return {matmul(x, w) + as_row(b), {x, w}};
}

static double loss(const Matrix& x, const Matrix& w, const Matrix& dout) {
  const Vector b = 0.0 * sum(w, 0);
  const Matrix out = affine_forward(x, w, b).out;
  double total = 0.0;
  for (std::size_t i = 0; i < out.size(); ++i) total += dout.flat(i) * out.flat(i);
  return total;
}

AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const double h = 1e-5;
  Matrix x = cache.x;
  Matrix w = cache.w;
  Matrix dx = x;
  Matrix dw = w;
  for (auto [variable, gradient] : {std::pair{&x, &dx}, std::pair{&w, &dw}}) {
    for (std::size_t i = 0; i < variable->size(); ++i) {
      const double here = variable->flat(i);
      variable->flat(i) = here + h;
      const double above = loss(x, w, dout);
      variable->flat(i) = here - h;
      const double below = loss(x, w, dout);
      variable->flat(i) = here;
      gradient->flat(i) = (above - below) / (2.0 * h);
    }
  }
  return {dx, dw, sum(dout, 0)};
}

}  // namespace backprop
)";

constexpr const char* kMseByDifferencesOfACopy = R"(#include <backprop/mse_loss.hpp>

namespace backprop {

static double mean_square(const Matrix& difference) {
  double total = 0.0;
  for (const double each : difference) total += each * each;
  return total / static_cast<double>(difference.size());
}

Forward<double, MseLossCache> mse_loss_forward(const Matrix& x, const Matrix& y) {
  const Matrix difference = x - y;
  return {mean(difference * difference), {difference}};
}

Matrix mse_loss_backward(double dloss, const MseLossCache& cache) {
  Matrix difference = cache.difference;
  Matrix dx = difference;
  for (std::size_t i = 0; i < difference.size(); ++i) {
    const double here = difference.flat(i);
    difference.flat(i) = here + 1e-2;
    const double above = mean_square(difference);
    difference.flat(i) = here - 1e-2;
    const double below = mean_square(difference);
    difference.flat(i) = here;
    dx.flat(i) = dloss * (above - below) / 2e-2;
  }
  return dx;
}

}  // namespace backprop
)";

// Returns a relu.cpp; `backward` is the body of its backward pass.
std::string relu_with(const std::string& backward) {
  return "#include <backprop/relu.hpp>\n\nnamespace backprop {\n\n"
         "Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }\n\n"
         "Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {\n  const Matrix& x = "
         "cache.x;\n" +
         backward + "}\n\n}  // namespace backprop\n";
}

class NumericalDifferentiation : public ::testing::Test {
 protected:
  const Check& check(const std::string& submission_file, const std::string& source,
                     const std::string& assignment, const std::string& problem, const std::string& id) {
    folder_.write(submission_file, source);
    const auto json = folder_.path() / "report.json";
    const Ran ran = run_grader({"grade", folder_.path().string(), "--assignment", assignment, "--problem",
                                problem, "--json", json.string()});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    report_ = parse_report(read_file(json));
    for (const Check& check : report_.problems.at(0).checks) {
      if (check.id == id) return check;
    }
    throw std::out_of_range("no check " + id);
  }

  TemporaryFolder folder_;
  Report report_;
};

TEST_F(NumericalDifferentiation, GetsNoPointsAndIsToldWhy) {
  const Check& dx = check("affine.cpp", kAffineByDifferences, "a1-gates", "affine", "dx");
  EXPECT_EQ(dx.status, Status::fail);
  EXPECT_EQ(dx.points, 0.0);
  EXPECT_THAT(
      dx.message,
      StartsWith(
          "dx looks as if it was found by finite differences, not derived: it is right to about 1e-1"));
  ASSERT_TRUE(dx.evidence);
  EXPECT_EQ(dx.evidence->failing_class, "finite_differences");
  const std::vector<Check>& checks = report_.problems.at(0).checks;
  EXPECT_EQ(checks.at(0).status, Status::pass) << "the contract";
  EXPECT_THAT(checks.at(2).message, StartsWith("dw looks as if it was found by finite differences"));
  EXPECT_EQ(checks.at(3).status, Status::pass) << "db is derived";
  EXPECT_EQ(report_.score, 2.0);
}

TEST_F(NumericalDifferentiation, IsWorthWhatTheAssignmentSays) {
  const auto assignment = folder_.write("own.json", R"({
    "schema": "backprop-assignment/1", "id": "own", "title": "Own", "numerical_differentiation": 0.5,
    "problems": [{"id": "affine", "title": "Affine", "file": "affine.cpp", "checks": [
      {"kind": "gradient", "gradient": "x", "points": 5},
      {"kind": "gradient", "gradient": "w", "points": 5, "numerical_differentiation": "pass"},
      {"kind": "gradient", "gradient": "b", "points": 2}]}]})");
  const Check& dx = check("affine.cpp", kAffineByDifferences, assignment.string(), "affine", "dx");
  EXPECT_EQ(dx.status, Status::fail);
  EXPECT_EQ(dx.points, 2.5);
  const Check& dw = report_.problems.at(0).checks.at(1);
  EXPECT_EQ(dw.status, Status::pass);
  EXPECT_EQ(dw.points, 5.0);
  EXPECT_THAT(dw.message, StartsWith("dw looks as if it was found by finite differences"));
  EXPECT_EQ(report_.score, 9.5);
}

TEST_F(NumericalDifferentiation, IsSeenWhereOneCallMovesEveryElement) {
  const std::string source = relu_with(
      "  const Matrix above = relu_forward(x + 1e-6).out;\n"
      "  const Matrix below = relu_forward(x - 1e-6).out;\n"
      "  return dout * (above - below) / 2e-6;\n");
  const Check& dx = check("relu.cpp", source, "a1-gates", "relu", "dx");
  EXPECT_EQ(dx.status, Status::fail);
  EXPECT_THAT(dx.message, StartsWith("dx looks as if it was found by finite differences"));
}

// The layer's own forward pass is not called, so nothing proves how the numbers were found. The loss is a
// square of x, so no step is too long.
TEST_F(NumericalDifferentiation, OfACopiedForwardPassIsAQuestionForAPerson) {
  const Check& dx = check("mse_loss.cpp", kMseByDifferencesOfACopy, "a1-gates", "mse_loss", "dx");
  EXPECT_EQ(dx.status, Status::pass) << dx.message;
  const Problem& problem = report_.problems.at(0);
  ASSERT_TRUE(problem.message);
  EXPECT_THAT(*problem.message,
              ::testing::MatchesRegex(".*In ordinary cases dx is right, but to 1[0-9] digits only, and a "
                                      "derivation is right to 15: was it derived\\?.*"));
}

// Beside numbers of 1e9 a difference keeps no digit. The sentence says why a case failed that a derivation
// passes.
TEST_F(NumericalDifferentiation, OfACopyIsAQuestionToOneWhoseFurtherCaseFailsToo) {
  std::string source = kAffineByDifferences;
  const std::string call = "const Matrix out = affine_forward(x, w, b).out;";
  source.replace(source.find(call), call.size(), "const Matrix out = matmul(x, w);");
  source.replace(source.find("1e-5"), 4, "1e-2");  // the layer is linear: no step is too long
  const Check& dx = check("affine.cpp", source, "a1-gates", "affine", "dx");
  EXPECT_EQ(dx.status, Status::fail);
  const Problem& problem = report_.problems.at(0);
  ASSERT_TRUE(problem.message);
  EXPECT_THAT(*problem.message, ::testing::ContainsRegex("In ordinary cases d[xw] is right, but to 1[0-9] "));
  EXPECT_THAT(*problem.message, ::testing::Not(::testing::HasSubstr("cases db is right")));
}

TEST_F(NumericalDifferentiation, IsNotWhatADerivationDoesThatRunsTheForwardPassAgain) {
  const std::string source = relu_with(
      "  Matrix dx = dout;\n"
      "  for (std::size_t i = 0; i < x.size(); ++i)\n"
      "    dx.flat(i) = relu_forward(x).out.flat(i) > 0.0 ? dout.flat(i) : 0.0;\n"
      "  return dx;\n");
  const Check& dx = check("relu.cpp", source, "a1-gates", "relu", "dx");
  EXPECT_EQ(dx.status, Status::pass) << dx.message;
  EXPECT_EQ(dx.message, "");
}

}  // namespace
}  // namespace grader
