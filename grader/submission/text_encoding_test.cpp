#include "grader/submission/text_encoding.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

using namespace std::string_view_literals;

TEST(FromUtf16, WithAndWithoutAMark) {
  EXPECT_EQ(from_utf16("\xFF\xFEi\0n\0t\0"sv), "int");
  EXPECT_EQ(from_utf16("\xFE\xFF\0i\0n\0t"sv), "int");
  EXPECT_EQ(from_utf16("i\0n\0t\0;\0"sv), "int;");
  EXPECT_EQ(from_utf16("\0i\0n\0t\0;"sv), "int;");
  EXPECT_EQ(from_utf16("\xFF\xFE\xE9\0\xAC\x20\x3D\xD8\0\xDE"sv), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(FromUtf16, NothingElse) {
  for (const std::string_view bytes : {"int a;"sv, ""sv, "int a;\0\0\0\0\0\0"sv, "i\0n\0t\0x"sv, "\0\0\0\0"sv,
                                       "\xFF\xFE\0\xDC"sv, "\xFF\xFE\x3D\xD8"sv, "a\0"sv})
    EXPECT_EQ(from_utf16(bytes), std::nullopt);
}

}  // namespace
}  // namespace grader
