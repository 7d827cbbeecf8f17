#include "grader/report/page/class_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ClassPageTest, ShowsTheClass) {
  Report half = sample_report();
  Report right = sample_report();
  right.problems = {right.problems[0]};
  right.duration_ms = 99000;
  tally(right);
  const std::string text =
      render_class_page({.title = "a1-gates",
                         .entries = {{"alice", "reports/alice.html", &half, "graded", ""},
                                     {"bob", "reports/bob b.html", &right, "graded", ""},
                                     {"eve", "", nullptr, "unreadable", "It holds a link."}},
                         .findings = {{"affine", "affine.dw", "dw is doubled.", 7}},
                         .pairs = {{"alice", "bob", 0.876}}});
  EXPECT_THAT(text, HasSubstr("3 submissions, 2 graded"));
  EXPECT_THAT(text, HasSubstr("<a href=\"reports/bob%20b.html\">bob</a>"));
  EXPECT_THAT(text, HasSubstr("<td class=\"number\">7</td><td>affine</td>"));
  EXPECT_THAT(text, HasSubstr("<td class=\"number\">88 %</td><td>alice</td><td>bob</td>"));
  EXPECT_THAT(text, HasSubstr("<td>unreadable</td><td>It holds a link.</td>"));
  EXPECT_THAT(text, HasSubstr("<th scope=\"row\">The sigmoid gate</th><td class=\"number\">5.0 / 5</td><td "
                              "class=\"number\">2</td>"));
  EXPECT_LT(text.find("99.0"), text.find("3.2<"));  // the slowest first
  EXPECT_THAT(text, HasSubstr("script-src 'none'"));
}

TEST(ClassPageTest, AnEmptyClassAndHostileNames) {
  EXPECT_THAT(render_class_page({.title = "a1", .entries = {}, .findings = {}, .pairs = {}}),
              HasSubstr("0 submissions, 0 graded"));
  const std::string evil = "<script>alert(1)</script>";
  const std::string text = render_class_page({.title = evil,
                                              .entries = {{evil, "javascript:alert(1)", nullptr, evil, evil}},
                                              .findings = {{evil, evil, evil, 2}},
                                              .pairs = {{evil, evil, 1}}});
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("\"javascript:")));
}

}  // namespace
}  // namespace grader
