#include "grader/starter/starter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/starter/regions.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

constexpr std::string_view kSolution = R"(#include <backprop/affine.hpp>

namespace backprop {

Matrix affine_forward(const Matrix& x) {
  // BEGIN SOLUTION forward: out = x w + b.
  return matmul(x, w);
  // END SOLUTION
}

Gradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const auto& [x, w] = cache;
  // BEGIN SOLUTION backward: dx, dw and db, one line each.
  // Let the shapes guide you.
  // END SOLUTION
  return {};
}

}  // namespace backprop
)";

std::string starter(std::string_view solution, const std::set<std::string>& blanked) {
  return make_starter(solution, "a1", "affine", blanked, "affine.cpp");
}

/// Returns a function with this body.
std::string in_function(const std::string& body) { return "int f() {\n" + body + "}\n"; }

TEST(StarterTest, BlanksTheBackwardAndGivesTheForward) {
  EXPECT_EQ(starter(kSolution, {"backward", "function"}), R"(#include <backprop/affine.hpp>

namespace backprop {

Matrix affine_forward(const Matrix& x) {
  return matmul(x, w);
}

Gradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  const auto& [x, w] = cache;
  // TODO(a1.affine): dx, dw and db, one line each.
  // Let the shapes guide you.
  throw NotImplemented("affine_backward");
  return {};
}

}  // namespace backprop
)");
}

TEST(StarterTest, BlanksTheForwardWhenAsked) {
  const std::string text = starter(kSolution, {"forward"});
  EXPECT_THAT(
      text,
      HasSubstr("  // TODO(a1.affine): out = x w + b.\n  throw NotImplemented(\"affine_forward\");\n}\n"));
  EXPECT_THAT(text, Not(HasSubstr("matmul")));
  EXPECT_THAT(text, Not(HasSubstr("affine_backward\")")));
}

TEST(StarterTest, KeepsTheIndentationOfTheRegion) {
  EXPECT_EQ(
      starter(in_function("  if (x) {\n    // BEGIN SOLUTION function: a.\n    // b.\n    g();\n"
                          "    // END SOLUTION\n  }\n"),
              {"function"}),
      in_function(
          "  if (x) {\n    // TODO(a1.affine): a.\n    // b.\n    throw NotImplemented(\"f\");\n  }\n"));
}

TEST(StarterTest, AStarterHasNoMarkersAndIsItsOwnStarter) {
  for (const auto& blanked : {std::set<std::string>{}, {"forward"}, {"backward"}, region_tags()}) {
    const std::string once = starter(kSolution, blanked);
    EXPECT_THAT(once, Not(HasSubstr("SOLUTION")));
    EXPECT_EQ(starter(once, region_tags()), once);
  }
}

TEST(StarterTest, LeavesEverythingElseAsItIs) {
  const std::string text = "// a\n\n\nint f() {\n\n  return 1;\n\n}\n\n\n";
  EXPECT_EQ(starter(text, region_tags()), text);
}

TEST(StarterTest, GivenRegionsLeaveNoOddBlankLines) {
  const std::string begin = "  // BEGIN SOLUTION forward: a.\n";
  const std::string end = "  // END SOLUTION\n";
  EXPECT_EQ(starter(in_function(begin + "\n  g();\n\n" + end), {}), in_function("  g();\n"));
  EXPECT_EQ(starter(in_function("  h();\n\n" + begin + "\n  g();\n\n" + end + "\n  k();\n"), {}),
            in_function("  h();\n\n  g();\n\n  k();\n"));
  EXPECT_EQ(starter(in_function("  h();\n" + begin + "  g();\n" + end + "  k();\n"), {}),
            in_function("  h();\n  g();\n  k();\n"));
  EXPECT_EQ(starter(in_function(begin + "  // why\n\n  g();\n\n  // how\n  k();\n" + end), {}),
            in_function("  g();\n\n  // how\n  k();\n"));
}

TEST(StarterTest, RefusesAMalformedRegionAndNamesItsLine) {
  EXPECT_THAT([] { starter(in_function("  // BEGIN SOLUTION backward: a.\n  g();\n"), {}); },
              ThrowsMessage<InputError>("affine.cpp:2: the region has no END SOLUTION before the end of f"));
}

TEST(StarterTest, RefusesToBlankAnUnknownTag) {
  EXPECT_THAT(
      [] { starter(kSolution, {"backwards"}); },
      ThrowsMessage<InputError>("cannot blank \"backwards\", expected forward, backward or function"));
}

}  // namespace
}  // namespace grader
