#include "grader/base/pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::ElementsAre;

TEST(Pattern, MatchesAWholeTextOnly) {
  const Pattern pattern("([a-z]+)_([0-9]+)(x)?");
  EXPECT_THAT(pattern.match("anna_12").value(), ElementsAre("anna_12", "anna", "12", ""));
  EXPECT_FALSE(pattern.match("anna_12 "));
  EXPECT_FALSE(pattern.match("ANNA_12"));
  EXPECT_TRUE(Pattern("([a-z]+)_([0-9]+)", Pattern::Letters::any_case).match("ANNA_12"));
}

TEST(Pattern, FindsEachPlace) {
  const Pattern pattern("<(\\w+)>");
  EXPECT_THAT(pattern.find_all("a <b> <c>"), ElementsAre(ElementsAre("<b>", "b"), ElementsAre("<c>", "c")));
  EXPECT_THAT(pattern.find_all("none"), ElementsAre());
}

TEST(Pattern, ReplacesEachPlaceByItsGroup) {
  EXPECT_EQ(Pattern("<(\\w+)>").replace_all("a <b> <c>!", "$1"), "a b c!");
}

}  // namespace
}  // namespace grader
