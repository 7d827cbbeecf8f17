#include "grader/base/layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::ElementsAre;

TEST(Layout, WidthsCountCharacters) {
  EXPECT_EQ(width_of("∂x"), 2U);
  EXPECT_EQ(pad_right("∂x", 4), "∂x  ");
  EXPECT_EQ(pad_left("∂x", 4), "  ∂x");
  EXPECT_EQ(pad_left("long", 2), "long");
  EXPECT_EQ(shortened("abcdef", 4), "abc…");
  EXPECT_EQ(shortened("abcd", 4), "abcd");
}

TEST(Layout, WrapsAtSpacesOnly) {
  EXPECT_THAT(wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("a much-too-long-word b", 5), ElementsAre("a", "much-too-long-word", "b"));
  EXPECT_THAT(wrapped("a\n\nb", 5), ElementsAre("a", "", "b"));
  EXPECT_THAT(wrapped("  a   b  ", 5), ElementsAre("a b"));
  EXPECT_THAT(wrapped("", 5), ElementsAre(""));
}

TEST(Layout, BlocksStandSideBySide) {
  EXPECT_THAT(side_by_side({"a", "bb"}, {"x", "y", "z"}, 2), ElementsAre("a   x", "bb  y", "    z"));
  EXPECT_THAT(side_by_side({"a", "bb"}, {"x"}, 1), ElementsAre("a  x", "bb"));
}

}  // namespace
}  // namespace grader
