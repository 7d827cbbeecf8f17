#include "grader/report/page/html_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "grader/report/page/html_frame.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(HtmlReport, ShowsScoreHintAndWrongElements) {
  const std::string page = render_html(sample_report(), {});
  EXPECT_THAT(page, HasSubstr("<strong>7.5</strong> of 27 points"));
  EXPECT_THAT(page, HasSubstr("<strong>Hint:</strong> The sum over the batch already holds every row once."));
  EXPECT_THAT(
      page, HasSubstr("<code>dw[1, 2]</code>: expected <strong>-1.25</strong>, yours <strong>-2.5</strong>"));
  EXPECT_EQ(count(page, "<td class=\"wrong\">"), 5u);  // of 6: 0 is right even when doubled
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">[1, :]</th>"));
  EXPECT_THAT(page, HasSubstr("<code>tanh.cpp</code>, line 12"));
  EXPECT_THAT(page, HasSubstr("A hidden gradient check: <span class=\"badge fail\">wrong</span>"));
  EXPECT_THAT(page, Not(HasSubstr("secret")));
  EXPECT_THAT(page, Not(HasSubstr("href=\"#problem-1\"")));  // right: nothing to go to
  EXPECT_THAT(page, HasSubstr("href=\"#problem-2\""));
}

TEST(HtmlReport, FoldsTheFailingCaseAndShowsWhatWasPrinted) {
  Report report = sample_report();
  report.problems[1].checks[1].failing_case->printed = "<b>dout</b>";
  const std::string page = render_html(report, {});
  EXPECT_EQ(count(page, "<details class=\"case\">\n<summary>The smallest case that fails, inputs of kind "),
            1u);
  EXPECT_THAT(page, HasSubstr("<caption>upstream gradient dout (1, 3)</caption>"));
  EXPECT_THAT(page, HasSubstr("<caption>x (1, 2)</caption>\n<tbody>\n<tr><th scope=\"row\">[0, :]</th>"
                              "<td>1.5</td><td>-0.25</td></tr>"));
  EXPECT_THAT(page, HasSubstr("scale = <strong>0.5</strong>"));
  EXPECT_THAT(page, HasSubstr("<pre tabindex=\"0\">&lt;b&gt;dout&lt;/b&gt;</pre>"));
  EXPECT_THAT(page, Not(HasSubstr("secret")));
}

TEST(HtmlReport, ShowsTheStudentsFunctionBesideTheFormula) {
  const std::string page = render_html(sample_report(), {});
  EXPECT_THAT(page, HasSubstr("<pre class=\"formula\" tabindex=\"0\">out = x w + b\n</pre>"));
  EXPECT_THAT(page,
              HasSubstr("  18  AffineGradients affine_backward(...) {\n  19    return {dx, dw &lt; 1, db};"));
  EXPECT_THAT(page, HasSubstr("<code>assignments/a1-gates/handout.md#21-affine</code>"));
}

TEST(HtmlReport, LinksTheHandoutWhereItCanBeReached) {
  const auto link = [](const std::string& path) { return "../my course/" + path; };
  const std::string page = render_html(sample_report(), {.handout_link = link});
  EXPECT_THAT(page, HasSubstr("<a href=\"../my%20course/assignments/a1-gates/handout.md#21-affine\">"
                              "<code>assignments/a1-gates/handout.md#21-affine</code></a>"));
  const auto none = [](const std::string&) { return std::string(); };
  EXPECT_EQ(render_html(sample_report(), {.handout_link = none}), render_html(sample_report(), {}));
  EXPECT_THAT(render_html(sample_report(), {}), Not(HasSubstr("href=\"assignments")));
  EXPECT_LT(page.find("In the handout: <a"), page.find("<h3>")) << "in sight, before the checks of a problem";
}

// A tensor that is too large to print is a picture of how far it is off.
TEST(HtmlReport, DrawsALargeTensorAsAHeatMap) {
  Report report = sample_report();
  Evidence& evidence = *report.problems[1].checks[1].evidence;
  evidence.shape = {40, 3};
  evidence.expected_values.clear();
  evidence.actual_values.clear();
  evidence.differences = {3, {0, 0.5, -1, std::numeric_limits<double>::quiet_NaN(), 1e-12, 0}};
  const std::string page = render_html(report, {});
  EXPECT_THAT(page, HasSubstr("<p class=\"caption\">dw (40, 3), yours - expected</p>"));
  EXPECT_THAT(page, HasSubstr("aria-label=\"dw (40, 3), yours - expected: 3 of 6 squares are off\""));
  EXPECT_THAT(page, HasSubstr("<rect class=\"over\" x=\"12\" y=\"0\""));
  EXPECT_THAT(page, HasSubstr("<rect class=\"under\" x=\"24\" y=\"0\""));
  EXPECT_THAT(page, HasSubstr("<rect class=\"odd\" x=\"0\" y=\"12\""));
  EXPECT_THAT(page, HasSubstr("A square stands for several elements"));
  EXPECT_EQ(count(page, "<rect"), 6u);
  report.problems[1].checks[1].visibility = Visibility::hidden;
  EXPECT_EQ(count(render_html(report, {}), "<rect"), 0u);
}

TEST(HtmlReport, CutsNoLongLine) {
  Report report = sample_report();
  const std::string line(230, 'x');
  report.problems.back().message = "tanh.cpp:1: wrong\n  " + line + "end\n";
  report.problems[1].excerpt->source = "f(" + line + "end);\n";
  EXPECT_EQ(count(render_html(report, {}), line + "end"), 2u);
}

TEST(HtmlReport, PartlyRightHasAColourOfItsOwn) {
  EXPECT_EQ(count(render_html(sample_report(), {}), "<span class=\"badge partly\">partly right</span>"), 2u);
}

TEST(HtmlReport, WithoutTheLibraryFiguresAreTables) {
  Report report = sample_report();
  report.figures[0].vega_lite = R"({"data":{"values":[{"x":1,"y":0.5},{"x":2,"y":null}]},"mark":"line"})";
  const std::string page = render_html(report, {});
  EXPECT_THAT(page, HasSubstr("without the library that draws figures"));
  EXPECT_THAT(page, HasSubstr("<details open>"));
  EXPECT_THAT(page, HasSubstr("<tr><td>1</td><td>0.5</td></tr>\n<tr><td>2</td><td></td></tr>"));
  EXPECT_EQ(count(page, "<script"), 0u);
  EXPECT_THAT(page, HasSubstr("script-src 'none'"));
}

TEST(HtmlReport, OnlyOurScriptsCanRun) {
  const std::string page = render_html(sample_report(), {.figure_script = "alert(1)"});
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  EXPECT_THAT(page, HasSubstr("script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'sha256-"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_EQ(count(page, "<script>"), 2u);
  EXPECT_EQ(count(page, "<script type=\"application/json\""), 1u);
  EXPECT_THROW(html_frame("t", "", {{.text = "x = '</script>'"}}), std::logic_error);
}

TEST(HtmlReport, ManyPagesCanShareTheLibrary) {
  const std::string page = render_html(sample_report(), {.figure_link = "../figures.js"});
  EXPECT_THAT(page, HasSubstr("<script src=\"../figures.js\"></script>\n<script>"));
  EXPECT_THAT(page, HasSubstr("script-src 'self' file: 'sha256-"));
}

TEST(HtmlReport, HostileTextIsText) {
  const std::string hostile = "</title></pre><script>alert(1)</script><img src=x onerror=alert(1)>\"'";
  Report report = sample_report();
  report.assignment = report.submission.id = report.grader.compiler = hostile;
  for (Problem& problem : report.problems) {
    problem.title = hostile;
    problem.message = hostile + "\n" + hostile;
    problem.location = SourceLocation{hostile, 1};
    for (Check& check : problem.checks) {
      check.message = hostile;
      if (check.mistake) check.mistake->hint = hostile;
      if (check.evidence) check.evidence->probe = hostile;
    }
  }
  report.figures = {
      {"f", hostile, R"({"title":"</script><script>alert(1)</script>","data":{"values":[{"<b>":"<i>"}]}})"}};
  const std::string page = render_html(report, {.figure_script = "1"});
  EXPECT_EQ(count(page, "<script"), 3u);  // two of ours, one of data
  EXPECT_EQ(count(page, "<img"), 0u);
  EXPECT_EQ(count(page, "<b>"), 0u);
  EXPECT_EQ(count(page, "<i>"), 0u);
  EXPECT_EQ(count(page, "</title>"), 1u);
  EXPECT_THAT(page, HasSubstr("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;"));
}

}  // namespace
}  // namespace grader
