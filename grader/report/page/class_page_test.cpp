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
  EXPECT_THAT(text, HasSubstr("script-src 'sha256-"));
}

TEST(ClassPageTest, AnEmptyClassAndHostileNames) {
  EXPECT_THAT(render_class_page({.title = "a1", .entries = {}, .findings = {}, .pairs = {}}),
              HasSubstr("0 submissions, 0 graded"));
  const std::string evil = "<script>alert(1)</script>";
  const std::string text = render_class_page({.title = evil,
                                              .entries = {{evil, "javascript:alert(1)", nullptr, evil, evil}},
                                              .findings = {{evil, evil, evil, 2}},
                                              .pairs = {{evil, evil, 1}}});
  EXPECT_THAT(text, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(text, Not(HasSubstr("\"javascript:")));
}

TEST(ClassPageTest, AFindingLeadsToItsStudents) {
  const Report report = sample_report();
  const std::string text =
      render_class_page({.title = "a1",
                         .entries = {{"alice", "reports/alice.html", &report, "graded", ""},
                                     {"bob", "reports/bob.html", &report, "graded", "", "yes"}},
                         .findings = {{"affine", "dw", "dw is doubled.", 1, {1}}},
                         .pairs = {},
                         .grades_link = "grades.csv"});
  EXPECT_THAT(text, HasSubstr("dw is doubled.<details><summary>Who</summary><a "
                              "href=\"reports/bob.html\">bob</a></details>"));
  EXPECT_THAT(text, HasSubstr("<a href=\"grades.csv\">"));
  EXPECT_THAT(text, HasSubstr("<td>graded</td><td>yes</td>"));
}

TEST(ClassPageTest, ThoseWhoDidNotSubmitAreCountedApart) {
  const std::string text = render_class_page({.title = "a1",
                                              .entries = {{"alice", "", nullptr, "not_submitted", ""},
                                                          {"bob", "", nullptr, "ambiguous", "Two of them."}},
                                              .findings = {},
                                              .pairs = {}});
  EXPECT_THAT(text, HasSubstr("0 submissions, 0 graded; students who did not submit: 1"));
  EXPECT_THAT(text, HasSubstr("<td>ambiguous</td><td>Two of them.</td>"));
}

TEST(ClassPageTest, PointsByHandWithoutAReportAreSaid) {
  const ClassPage page{.title = "a1",
                       .entries = {{"alice", "", nullptr, "not_submitted", "Relu <by hand>.", "", 2.5}},
                       .findings = {},
                       .pairs = {}};
  EXPECT_THAT(render_class_page(page),
              HasSubstr("<td class=\"number\">2.5</td><td>not_submitted. Relu &lt;by hand&gt;.</td>"));
  EXPECT_THAT(render_class_page(without_names(page)),
              HasSubstr("<td class=\"number\">2.5</td><td>not_submitted. Points by hand.</td>"));
}

TEST(ClassPageTest, WithoutNamesNobodyIsTold) {
  Report first = sample_report();
  first.submission.sha256 = std::string(64, 'b');
  Report second = sample_report();
  const ClassPage page{.title = "a1",
                       .entries = {{"alice", "reports/alice.html", &first, "graded", "alice.zip has two."},
                                   {"bob", "reports/bob.html", &second, "graded", ""}},
                       .findings = {{"affine", "dw", "dw is doubled.", 1, {0}}},
                       .pairs = {{"alice", "bob", 1}},
                       .grades_link = "grades.csv"};
  const std::string text = render_class_page(without_names(page));
  for (const char* told : {"alice", "bob", "grades.csv", "Alike"}) EXPECT_THAT(text, Not(HasSubstr(told)));
  EXPECT_THAT(text, HasSubstr("<summary>Who</summary>Submission 2</details>"));  // by content, not by name
}

}  // namespace
}  // namespace grader
