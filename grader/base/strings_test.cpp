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

TEST(Join, TakesAWordOfEachElement) {
  struct Layer {
    std::string name;
  };
  EXPECT_EQ(join(std::vector<Layer>{{"affine"}, {"relu"}}, &Layer::name), "affine, relu");
  EXPECT_EQ(join(std::vector<int>{1, 2}, [](int i) { return std::string(static_cast<std::size_t>(i), 'x'); }),
            "x, xx");
  EXPECT_EQ(join(std::vector<Layer>{}, &Layer::name), "");
}

TEST(ReplaceAll, ReplacesEachOnce) {
  EXPECT_EQ(replace_all("aXbX", "X", "XX"), "aXXbXX");
  EXPECT_EQ(replace_all("abc", "X", "Y"), "abc");
}

}  // namespace
}  // namespace grader
