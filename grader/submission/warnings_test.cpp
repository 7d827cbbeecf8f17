// Tests the warnings for slips that students make. The compiler is the real one, in the sandbox.
#include "grader/submission/warnings.hpp"

#include <gmock/gmock.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Three lines come before the body, so it begins on line 4.
SourceFile file(const std::string& body) {
  return testing::source("affine.cpp", "#include <backprop/affine.hpp>\n\nnamespace backprop {\n" + body +
                                           "}  // namespace backprop\n");
}

std::vector<std::string> warnings(const std::string& body, const ObjectCache* cache = nullptr) {
  return testing::object_of(
             toolchain::compile(testing::toolkit(), testing::isolation(), file(body), BuildLimits(), cache))
      .warnings;
}

TEST(Warnings, AnUpstreamGradientThatIsNotUsed) {
  EXPECT_THAT(warnings("Matrix f(const Matrix& dout, const Matrix& x) { return 2.0 * x; }\n"),
              ElementsAre("line 4: 'dout' is never used"));
}

TEST(Warnings, BracketsWithAComma) {
  EXPECT_THAT(
      warnings("double f(const Matrix& x) {\n  return x[1, 2];\n}\n"),
      ElementsAre("line 5: [n, m] uses m alone: an element of a matrix is (n, m), in round brackets"));
}

TEST(Warnings, ALoopThatEndsAtASemicolon) {
  EXPECT_THAT(warnings("double f(const Matrix& x) {\n  double sum = 0.0;\n"
                       "  for (std::size_t n = 0; n < 3; ++n);\n    sum += x(0, 0);\n  return sum;\n}\n"),
              ElementsAre(AnyOf(HasSubstr("line 6: only the first statement belongs to this 'for'"),
                                HasSubstr("line 6: this 'for' does nothing: it has a ';'"))));
  EXPECT_THAT(warnings("double f(const Matrix& x) {\n  double sum = 0.0;\n  if (x(0, 0) > 0.0);\n"
                       "    sum += 1.0;\n  return sum;\n}\n"),
              ::testing::Contains(HasSubstr("line 6: this 'if' does nothing: it has a ';'")));
}

TEST(Warnings, ANumberWithoutAValueAndAHiddenVariable) {
  EXPECT_THAT(warnings("double f(const Matrix& x) {\n  double sum;\n  sum += x(0, 0);\n  return sum;\n}\n"),
              ElementsAre(HasSubstr("line 6: 'sum' may be used before it has a value")));
  EXPECT_THAT(warnings("Matrix f(const Matrix& x) {\n  Matrix dx = x;\n  if (x(0, 0) > 0.0) {\n"
                       "    Matrix dx = 2.0 * x;\n    dx(0, 0) = 1.0;\n  }\n  return dx;\n}\n"),
              ElementsAre(HasSubstr("line 7: 'dx' is a second variable of that name")));
}

TEST(Warnings, AssignmentAndThrownAwayValue) {
  EXPECT_THAT(warnings("double f(double x) {\n  double y = 0.0;\n  if (x = 2.0) y = 1.0;\n  y == 3.0;\n"
                       "  return y + x;\n}\n"),
              ElementsAre("line 6: = assigns here: == compares",
                          "line 7: this line computes something and throws it away"));
}

TEST(Warnings, CorrectCodeHasNone) {
  EXPECT_THAT(testing::object_of(toolchain::compile(testing::toolkit(), testing::isolation(),
                                                    testing::solution("affine.cpp"), BuildLimits()))
                  .warnings,
              IsEmpty());
}

TEST(Warnings, AtMostThreeAndOnlyOfTheFile) {
  const SourceFile source = file("");
  std::string output;
  for (const char* line : {"9", "4", "6", "5"})
    output += std::string("affine.cpp:") + line + ":1: warning: unused parameter 'a' [-Wunused-parameter]\n";
  output += "/box/include/x.hpp:1:1: warning: unused parameter 'b' [-Wunused-parameter]\n";
  output += "affine.cpp:1:1: warning: #warning affine.cpp:2:1: warning: x [-Wcpp]\n";
  EXPECT_THAT(
      describe_warnings(output, source),
      ElementsAre("line 4: 'a' is never used", "line 5: 'a' is never used", "line 6: 'a' is never used"));
  EXPECT_THAT(describe_warnings("affine.cpp:99999999999999999999:1: warning: x [-Wunused-value]", source),
              ElementsAre(HasSubstr("line 1073741824")));
}

TEST(Warnings, AreCachedWithTheObject) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path());
  const std::string body = "Matrix f(const Matrix& dout, const Matrix& x) { return 2.0 * x; }\n";
  EXPECT_EQ(warnings(body, &cache).size(), 1u);
  EXPECT_EQ(warnings(body, &cache).size(), 1u);
}

}  // namespace
}  // namespace grader
