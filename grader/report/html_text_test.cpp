#include "grader/report/html_text.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(HtmlText, MarkupBecomesText) {
  EXPECT_EQ(html("<script>alert(\"a\" & 'b')</script>", 100),
            "&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;");
  EXPECT_EQ(html("a\x01\x1B[31mb\xE2\x80\xAE", 100),
            "a\xEF\xBF\xBD\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
}

TEST(HtmlText, TheCapCountsCharactersNotEntities) { EXPECT_EQ(html("<<<<", 2), "&lt;\xE2\x80\xA6"); }

TEST(HtmlText, ALinkStaysInItsFolder) {
  EXPECT_EQ(href("reports/ana b.html"), "reports/ana%20b.html");
  EXPECT_EQ(href("javascript:alert(1)"), "javascript%3Aalert%281%29");
  EXPECT_EQ(href("//evil.example/x"), ".//evil.example/x");
  EXPECT_EQ(href("reports/\"><b>?#\xC3\xA4.html"), "reports/%22%3E%3Cb%3E%3F%23%C3%A4.html");
}

TEST(HtmlText, JsonCannotEndItsScript) {
  EXPECT_EQ(script_json(R"({"a":"</script><!--"})"), R"({"a":"\u003c/script>\u003c!--"})");
  EXPECT_EQ(script_json("\"\xE2\x80\xA8\""), "\"\\u2028\"");
}

}  // namespace
}  // namespace grader
