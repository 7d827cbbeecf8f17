// JUnit XML that is valid for Ant (https://github.com/windyroad/JUnit-Schema, JUnit.xsd) and for Jenkins
// (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd). GitLab and GitHub's reporters read less of it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"
#include "grader/report/html_text.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxJunitText = 4000;

// Markup in HTML is also markup in XML, and `html` leaves no character that XML forbids.
std::string xml(const std::string& text) { return html(text, kMaxJunitText); }

std::string outcome(const Problem& problem, const Check& check) {
  if (check.status == Status::pass) return {};
  if (check.status == Status::skipped) return "<skipped message=\"not run\"/>";
  std::string text = message_of(problem, check);
  if (check.mistake) text += "\nHint: " + check.mistake->hint;
  const char* element = check.status == Status::grader_error ? "error" : "failure";
  return fmt::format("<{0} type=\"{1}\" message=\"{2}\">{3}</{0}>", element, to_string(check.status),
                     xml(std::string(plain_words(check.status))), xml(text));
}

// Returns the messages about the whole suite and those of its passed tests.
std::string system_out(const Problem& problem, const std::string& notes) {
  std::string text = notes;
  const auto passed = [](const Check& check) { return check.status == Status::pass; };
  if (problem.message && std::ranges::any_of(problem.checks, passed)) text += *problem.message + '\n';
  for (const Check& check : problem.checks) {
    if (check.status == Status::pass && !check.message.empty())
      text += check.id + ": " + check.message + '\n';
  }
  return "    <system-out>" + xml(text) + "</system-out>\n";
}

std::string seconds(std::int64_t milliseconds) {
  return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

// Returns the time of a problem, in seconds, as an attribute. Reports of earlier graders have none.
std::string time_of(const Report& report, const Problem& problem) {
  if (!report.run) return {};
  const auto found = report.run->problem_ms.find(problem.id);
  return fmt::format(" time=\"{}\"", seconds(found == report.run->problem_ms.end() ? 0 : found->second));
}

// Ant wants no time zone, and writes UTC.
std::string place_and_time(const Report& report) {
  if (!report.run) return {};
  return fmt::format(" timestamp=\"{}\" hostname=\"{}\"",
                     xml(report.run->graded_at.substr(0, report.run->graded_at.find('Z'))),
                     xml(report.run->hostname));
}

// One run answers all checks of a problem. So its first case has the problem's time, and the others have 0:
// readers that add up the cases of a suite get its time.
std::string cases(const Report& report, const Problem& problem) {
  std::string text;
  std::string time = time_of(report, problem);
  const std::string no_time = report.run ? " time=\"0\"" : "";
  for (const Check& check : problem.checks) {
    text +=
        fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\"{}>{}</testcase>\n", xml(report.assignment),
                    xml(problem.id), xml(check.id), std::exchange(time, no_time), outcome(problem, check));
  }
  return text;
}

std::string suite(const Report& report, std::size_t number, const std::string& notes) {
  const Problem& problem = report.problems[number];
  const auto count = [&](auto matches) { return std::ranges::count_if(problem.checks, matches); };
  const auto errors = count([](const Check& c) { return c.status == Status::grader_error; });
  const auto skipped = count([](const Check& c) { return c.status == Status::skipped; });
  const auto passed = count([](const Check& c) { return c.status == Status::pass; });
  const auto all = static_cast<std::ptrdiff_t>(problem.checks.size());
  return fmt::format(
             "  <testsuite package=\"{}\" id=\"{}\" name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
             "skipped=\"{}\"{}{}>\n    <properties><property name=\"seed\" value=\"{}\"/></properties>\n",
             xml(report.assignment), number, xml(problem.id), all, all - errors - skipped - passed, errors,
             skipped, place_and_time(report), time_of(report, problem), report.seed) +
         cases(report, problem) + system_out(problem, notes) + "    <system-err/>\n  </testsuite>\n";
}

}  // namespace

std::string render_junit(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  std::string notes = notes_text(report);  // in the first suite
  for (std::size_t i = 0; i < report.problems.size(); ++i) text += suite(report, i, std::exchange(notes, {}));
  return text + "</testsuites>\n";
}

}  // namespace grader
