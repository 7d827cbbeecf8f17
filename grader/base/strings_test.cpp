#include "grader/base/strings.hpp"

#include <gmock/gmock.h>

namespace grader {
namespace {

using testing::ElementsAre;

TEST(LinesOf, LeavesTheNewlinesOut) {
  EXPECT_THAT(lines_of("a\n\nb\n"), ElementsAre("a", "", "b"));
  EXPECT_THAT(lines_of("a\nb"), ElementsAre("a", "b"));
  EXPECT_TRUE(lines_of("").empty());
}

TEST(Join, PutsTheSeparatorBetween) {
  EXPECT_EQ(join({"a", "b", "c"}), "a, b, c");
  EXPECT_EQ(join({"", ""}, "/"), "/");
  EXPECT_EQ(join({}), "");
}

TEST(ReplaceAll, ReplacesEachOnce) {
  EXPECT_EQ(replace_all("aXbX", "X", "XX"), "aXXbXX");
  EXPECT_EQ(replace_all("abc", "X", "Y"), "abc");
}

}  // namespace
}  // namespace grader
