#include "grader/batch/comparable_name.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using ::testing::ElementsAre;

TEST(ComparableName, IsEqualForWhatLooksEqual) {
  EXPECT_EQ(comparable("Zoe\xCC\x88"), comparable("Zoë"));  // as macOS writes it
  EXPECT_EQ(comparable("MÜNCH"), "münch");
  EXPECT_EQ(comparable("ИВАН"), "иван");
  EXPECT_EQ(comparable("Ａｄａ"), "ada");          // full width, as East Asian keyboards write it
  EXPECT_EQ(comparable("Ada\xC2\xA0L"), "ada l");  // a space that does not break
  EXPECT_EQ(comparable("Straße"), comparable("STRASSE"));
}

TEST(ComparableName, WhatLooksDifferentStaysSo) {
  EXPECT_NE(comparable("Müller"), comparable("Muller"));
  EXPECT_NE(comparable("Müller"), comparable("Mueller"));
}

TEST(ComparableName, AnyBytesAreANameToo) {
  EXPECT_EQ(comparable("A\xFF"), "a\xFF");
  EXPECT_EQ(comparable(""), "");
}

TEST(ComparableName, WordsAreOfLettersAndDigits) {
  EXPECT_THAT(words_of_name("Lovelace, Ada_2"), ElementsAre("lovelace", "ada", "2"));
  EXPECT_THAT(words_of_name("O’Brien"), ElementsAre("o", "brien"));
  EXPECT_THAT(words_of_name("李 雷"), ElementsAre("李", "雷"));
  EXPECT_THAT(words_of_name(" - "), ElementsAre());
}

}  // namespace
}  // namespace grader
