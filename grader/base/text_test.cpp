#include "grader/base/text.hpp"

#include <gtest/gtest.h>

#include <random>

#include "grader/base/json.hpp"
#include "grader/base/layout.hpp"

namespace grader {
namespace {

constexpr std::size_t kAmple = 1000;
#define BAD "\xEF\xBF\xBD"

TEST(Clean, OrdinaryTextIsLeftAlone) {
  const std::string text = "tanh.cpp:3: error: ∂L/∂x is 0.5 — não, 梯度 😀\n  std::vector<int> x;\n";
  EXPECT_EQ(clean(text, kAmple), text);
}

TEST(Clean, ControlCharactersAreReplaced) {
  EXPECT_EQ(clean(std::string_view("a\0b", 3), kAmple), "a" BAD "b");
  EXPECT_EQ(clean("bell\a back\b del\x7F", kAmple), "bell" BAD " back" BAD " del" BAD);
  EXPECT_EQ(clean("over\rwritten", kAmple), "over" BAD "written");
  EXPECT_EQ(clean("dos\r\nline\tend", kAmple), "dos\nline end");
  EXPECT_EQ(clean("next line \xC2\x85.", kAmple), "next line " BAD ".");
}

TEST(Clean, TerminalSequencesAreReplacedAsAWhole) {
  EXPECT_EQ(clean("\x1B[31mred\x1B[0m", kAmple), BAD "red" BAD);
  EXPECT_EQ(clean("\xC2\x9B"
                  "2Jcleared",
                  kAmple),
            BAD "cleared");
  EXPECT_EQ(clean("\x1B]0;title\a", kAmple), BAD "]0;title" BAD);
  EXPECT_EQ(clean("cut \x1B[", kAmple), "cut " BAD);
  EXPECT_EQ(clean("\x1B[31\nkept", kAmple), BAD "\nkept");
}

TEST(Clean, CharactersThatReorderOrHideTextAreReplaced) {
  for (const char* hidden :
       {"\u202E", "\u2066", "\u200F", "\u061C", "\u200B", "\uFEFF", "\u2028", "\U000E0041"}) {
    EXPECT_EQ(clean(hidden, kAmple), BAD);
  }
}

TEST(Clean, InvisibleCharactersAreReplaced) {
  for (const char* invisible : {"\u00ad", "\u180e", "\u200b", "\u200c", "\u200d", "\u2060", "\u2064",
                                "\u206a", "\u206f", "\ufeff", "\u115f", "\u3164", "\uffa0"}) {
    EXPECT_EQ(clean(std::string("a") + invisible + "b", 100),
              "a\ufffd"
              "b");
  }
}

// Letters may be written as their parts. A heap of marks covers the lines above and below.
TEST(Clean, OnlyTwoMarksMayLieOverOneCharacter) {
  for (const char* name : {"e\u0301", "E\u0302\u0323", "\u0e01\u0e34\u0e48", "\u2764\ufe0f"})
    EXPECT_EQ(clean(name, 100), name);
  EXPECT_EQ(clean("a\u0301\u0301\u0301\u0301"
                  "b\u0301",
                  100),
            "a\u0301\u0301\ufffd\ufffd"
            "b\u0301");
  EXPECT_EQ(clean("\u0301", 100), "\ufffd") << "over the text before ours";
  EXPECT_EQ(clean("a\t\u0301\r\n\u0301", 100), "a \ufffd\n\ufffd");
}

TEST(Clean, EachInvalidByteIsReplaced) {
  EXPECT_EQ(clean("\xFF", kAmple), BAD);
  EXPECT_EQ(clean("\xC3(", kAmple), BAD "(");
  EXPECT_EQ(clean("\xC0\xAF", kAmple), BAD BAD);                  // overlong
  EXPECT_EQ(clean("\xE0\x80\xAF", kAmple), BAD BAD BAD);          // overlong
  EXPECT_EQ(clean("\xED\xA0\x80", kAmple), BAD BAD BAD);          // a surrogate
  EXPECT_EQ(clean("\xF4\x90\x80\x80", kAmple), BAD BAD BAD BAD);  // beyond U+10FFFF
  EXPECT_EQ(clean("cut \xE2\x82", kAmple), "cut " BAD BAD);
}

TEST(Clean, RunnerCommandsArePulledApart) {
  EXPECT_EQ(clean("::set-env name=X::1", kAmple), ": :set-env name=X::1");
  EXPECT_EQ(clean("a\n \u00A0::error::PASSED", kAmple), "a\n \u00A0: :error::PASSED");
  EXPECT_EQ(clean("12 | ##[add-mask]x ##vso[task]", kAmple), "12 | # #[add-mask]x # #vso[task]");
  EXPECT_EQ(clean("std::vector backprop::Matrix a##b", kAmple), "std::vector backprop::Matrix a##b");
}

TEST(Clean, LengthIsCappedInCharacters) {
  EXPECT_EQ(clean("abcdef", 6), "abcdef");
  EXPECT_EQ(clean("abcdefg", 6), "abcde…");
  EXPECT_EQ(clean("ééééééé", 3), "éé…");
  EXPECT_EQ(clean("ab", 1), "…");
  EXPECT_EQ(clean("ab", 0), "");
  EXPECT_EQ(clean("", 0), "");
  EXPECT_EQ(clean("a::b ::c", 5), "a::b…");
  EXPECT_EQ(clean("##[##[##[", 4), "# #…");
}

TEST(Clean, AnyBytesBecomeCappedUtf8AndStaySo) {
  std::mt19937_64 random(2);
  const std::string pieces[] = {"::", "##[", "\x1B[", "\xE2\x80", "\xC2\x9B", "a",
                                "\n", "\t",  " ",     "\r",       "[",        "é"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint64_t i = random() % 30; i > 0; --i) {
      text += random() % 2 == 0 ? pieces[random() % std::size(pieces)]
                                : std::string(1, static_cast<char>(random() % 256));
    }
    const std::size_t cap = random() % 40;
    const std::string cleaned = clean(text, cap);
    EXPECT_LE(width_of(cleaned), cap);
    EXPECT_NO_THROW((void)Json(cleaned).dump());  // throws on invalid UTF-8
    EXPECT_EQ(cleaned.find('\x1B'), std::string::npos);
    EXPECT_EQ(cleaned.find("##["), std::string::npos);
    EXPECT_EQ(clean(cleaned, cap), cleaned);
  }
}

}  // namespace
}  // namespace grader
