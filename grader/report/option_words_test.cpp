#include "grader/report/option_words.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(OptionWords, AreOptionsUnlessMakeIsCalled) {
  EXPECT_EQ(words_to_repeat({}, "relu", 7), "--problem relu --seed 7");
  EXPECT_EQ(words_to_repeat(words_of_make("PROBLEM SEED HINT CASE"), "relu", 7), "PROBLEM=relu SEED=7");
}

TEST(OptionWords, AreOnlyThoseThatTheTargetTakes) {
  const OptionWords words = words_of_make("PROBLEM HINT");
  EXPECT_EQ(words_to_repeat(words, "relu", 7), "PROBLEM=relu");
  EXPECT_EQ(words.hint, "HINT=");
  EXPECT_EQ(words.show_case, "");
}

}  // namespace
}  // namespace grader
