#include "grader/grading/given_part.hpp"

#include <gtest/gtest.h>

#include "grader/base/files.hpp"
#include "grader/base/strings.hpp"

namespace grader {
namespace {

// The starter of batchnorm with one of its lines replaced.
class GivenBatchnorm : public testing::Test {
 protected:
  GivenBatchnorm() { problem_.op = "batchnorm"; }

  std::string changed(const std::string& line, const std::string& own) const {
    const std::size_t at = starter_.find(line);
    EXPECT_NE(at, std::string::npos) << line;
    std::string source = starter_;
    return changed_in_given_part(problem_, source.replace(at, line.size(), own));
  }

  ProblemSpec problem_;
  const std::string starter_ =
      read_file(std::filesystem::path(BACKPROP_STARTER) / "a2-depth" / "batchnorm.cpp");
};

TEST_F(GivenBatchnorm, IsUnchangedInTheStarter) { EXPECT_EQ(changed_in_given_part(problem_, starter_), ""); }

TEST_F(GivenBatchnorm, MayBeWrappedIndentedAndCommented) {
  EXPECT_EQ(changed("const Vector mu = mean(x, 0);", "  const Vector  mu = mean( x, 0 );  // over the batch"),
            "");
}

TEST_F(GivenBatchnorm, ShowsTheLineThatWasGivenAndTheOwn) {
  EXPECT_EQ(
      changed("const Vector sqrtvar = sqrt(var + param.eps);",
              "const Vector sqrtvar = sqrt(var) + param.eps;"),
      " The forward pass was given as \"const Vector sqrtvar = sqrt(var + param.eps);\"; in line 22 you have "
      "\"const Vector sqrtvar = sqrt(var) + param.eps;\".");
}

TEST_F(GivenBatchnorm, ShowsALineThatIsMissingOrNew) {
  const std::string mu = "const Vector mu = mean(x, 0);";
  EXPECT_EQ(
      changed("  if (param.running_var.size() == 0) param.running_var = zeros(D);\n", ""),
      " The given line \"if (param.running_var.size() == 0) param.running_var = zeros(D);\" is missing.");
  EXPECT_EQ(changed(mu, mu + "\n  param.momentum = 0.5;"),
            " Line 20, \"param.momentum = 0.5;\", was not in the forward pass that was given.");
}

TEST_F(GivenBatchnorm, DoesNotSpeakOfTheBackwardPass) {
  EXPECT_EQ(changed("throw NotImplemented(\"batchnorm_backward\");", "return {};"), "");
}

TEST(GivenPart, AFunctionOfOnePieceHasNone) {
  ProblemSpec problem;
  problem.op = "clip_grad_norm";
  EXPECT_EQ(changed_in_given_part(problem, "anything"), "");
}

}  // namespace
}  // namespace grader
