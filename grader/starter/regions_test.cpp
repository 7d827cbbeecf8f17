#include "grader/starter/regions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::ThrowsMessage;

using Lines = std::vector<std::string_view>;

void expect_refused(const Lines& lines, const std::string& message) {
  EXPECT_THAT([&] { find_regions(lines, "relu.cpp"); }, ThrowsMessage<InputError>("relu.cpp:" + message));
}

TEST(RegionsTest, FindsNoneWhereThereIsNone) {
  EXPECT_THAT(find_regions({"int f() {", "}"}, "x"), IsEmpty());
}

TEST(RegionsTest, FindsARegionAndWhatBelongsToIt) {
  const auto regions = find_regions(
      {"Matrix relu_backward(const Matrix& dout) {", "  // BEGIN SOLUTION backward: dx:", "  // two lines.",
       "  // BEGINNERS' third.", "  return dx;", "  // END SOLUTION", "}"},
      "x");
  ASSERT_THAT(regions, SizeIs(1));
  EXPECT_EQ(regions[0].tag, "backward");
  EXPECT_THAT(regions[0].text, ElementsAre("dx:", "two lines.", "BEGINNERS' third."));
  EXPECT_EQ(regions[0].function, "relu_backward");
  EXPECT_EQ(regions[0].indentation, "  ");
  EXPECT_EQ(regions[0].begin, 1U);
  EXPECT_EQ(regions[0].code, 4U);
  EXPECT_EQ(regions[0].end, 5U);
}

TEST(RegionsTest, TheTextEndsWhereCodeBegins) {
  const auto regions = find_regions(
      {"int f() {", "  // BEGIN SOLUTION function: text.", "  return 1;", "  // why", "  // END SOLUTION"},
      "x");
  ASSERT_THAT(regions, SizeIs(1));
  EXPECT_THAT(regions[0].text, ElementsAre("text."));
  EXPECT_EQ(regions[0].code, 2U);
}

TEST(RegionsTest, NamesTheEnclosingFunction) {
  const Lines region = {"  // BEGIN SOLUTION function: text.", "  // END SOLUTION"};
  const auto function = [&](Lines definition) {
    definition.insert(definition.end(), region.begin(), region.end());
    return find_regions(definition, "x").at(0).function;
  };
  EXPECT_EQ(function({"Matrix f(const Matrix& x) {"}), "f");
  EXPECT_EQ(function({"Forward<double, Cache> f(const Matrix& x,", "                 double (*g)(int)) {"}),
            "f");
  EXPECT_EQ(function({"std::function<double(double)> f(int n) {"}), "f");
  EXPECT_EQ(function({"Forward<Matrix, Cache>", "f(int n) {"}), "f");
  EXPECT_EQ(function({"Matrix Rng::normal(int n) {"}), "Rng::normal");
  EXPECT_EQ(function({"int g() {", "}", "", "// about(f)", "int f() {", "  for (;;) {", "  }"}), "f");
}

TEST(RegionsTest, RefusesARegionThatIsNotClosed) {
  expect_refused({"int f() {", "  // BEGIN SOLUTION function: text.", "  return 1;"},
                 "2: the region has no END SOLUTION");
  expect_refused({"int f() {", "  // BEGIN SOLUTION function: text.", "}", "  // END SOLUTION"},
                 "2: the region has no END SOLUTION before the end of f");
}

TEST(RegionsTest, RefusesAnEndWithoutABeginning) {
  expect_refused({"int f() {", "  // END SOLUTION", "}"}, "2: END SOLUTION without BEGIN SOLUTION");
}

TEST(RegionsTest, RefusesARegionWithinARegion) {
  expect_refused({"int f() {", "  // BEGIN SOLUTION forward: a", "  // BEGIN SOLUTION backward: b"},
                 "3: a region within the region of line 2");
}

TEST(RegionsTest, RefusesAnUnknownTag) {
  expect_refused({"int f() {", "  // BEGIN SOLUTION sideways: text."},
                 "2: unknown tag \"sideways\", expected forward, backward or function");
}

TEST(RegionsTest, RefusesAMissingTagOrText) {
  const std::string message = "2: expected a tag, a colon and a text after BEGIN SOLUTION";
  expect_refused({"int f() {", "  // BEGIN SOLUTION backward"}, message);
  expect_refused({"int f() {", "  // BEGIN SOLUTION backward: "}, message);
}

TEST(RegionsTest, RefusesAMarkerThatIsAlmostOne) {
  const std::string message = "2: expected \"// BEGIN SOLUTION tag: text\" or \"// END SOLUTION\"";
  for (const std::string_view marker :
       {"  //BEGIN SOLUTION backward: text.", "  /* BEGIN SOLUTION backward: text. */", "  // BEGIN SOLUTION",
        "  return 1;  // END SOLUTION", "  // END SOLUTION backward"}) {
    expect_refused({"int f() {", marker}, message);
  }
}

TEST(RegionsTest, RefusesARegionOutsideOfAFunction) {
  const std::string_view begin = "// BEGIN SOLUTION function: text.";
  expect_refused({"namespace backprop {", begin}, "2: the region is not in a function");
  expect_refused({"int f() {", "}", begin}, "3: the region is not in a function");
  expect_refused({"int f();", begin}, "2: the region is not in a function");
}

}  // namespace
}  // namespace grader
