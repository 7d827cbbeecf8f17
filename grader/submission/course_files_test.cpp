#include "grader/submission/course_files.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(BareText, DropsWhatChangesNothing) {
  EXPECT_EQ(bare_text("\xEF\xBB\xBF// Ada\r\nint  a = 1;\r\n\t/* and\n more */ int b;\n"), "inta=1;intb;");
  EXPECT_EQ(bare_text("int a;"), bare_text("int a;\n\n\n"));
  EXPECT_EQ(bare_text(""), "");
}

TEST(BareText, KeepsWhatIsInQuotes) {
  EXPECT_EQ(bare_text("f(\"a // b\", '\\'', \"\\\" /* c\"); // d"), "f(\"a // b\",'\\'',\"\\\" /* c\");");
  EXPECT_NE(bare_text("f(\"a b\");"), bare_text("f(\"ab\");"));
}

TEST(BareText, OfWhatIsNeverClosed) {
  EXPECT_EQ(bare_text("a /* b"), "a");
  EXPECT_EQ(bare_text("a \"b\nc"), "a\"bc");
  EXPECT_EQ(bare_text("a \"b\\"), "a\"b\\");
  EXPECT_EQ(bare_text("a //"), "a");
}

}  // namespace
}  // namespace grader
