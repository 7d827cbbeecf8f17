// JUnit XML, as Jenkins and GitLab read it: https://github.com/jenkinsci/xunit-plugin (junit-10.xsd)
#include <fmt/format.h>

#include <algorithm>
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
  return text.empty() ? "" : "    <system-out>" + xml(text) + "</system-out>\n";
}

std::string suite(const Problem& problem, const std::string& notes) {
  const auto count = [&](auto matches) { return std::ranges::count_if(problem.checks, matches); };
  const auto errors = count([](const Check& c) { return c.status == Status::grader_error; });
  const auto skipped = count([](const Check& c) { return c.status == Status::skipped; });
  const auto passed = count([](const Check& c) { return c.status == Status::pass; });
  const auto all = static_cast<std::ptrdiff_t>(problem.checks.size());
  std::string text =
      fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
                  xml(problem.id), all, all - errors - skipped - passed, errors, skipped);
  for (const Check& check : problem.checks) {
    text += fmt::format("    <testcase classname=\"{}\" name=\"{}\">{}</testcase>\n", xml(problem.id),
                        xml(check.id), outcome(problem, check));
  }
  return text + system_out(problem, notes) + "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  std::string text = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\">\n",
                                 xml(report.assignment));
  std::string notes = notes_text(report);  // in the first suite
  for (const Problem& problem : report.problems) text += suite(problem, std::exchange(notes, {}));
  return text + "</testsuites>\n";
}

}  // namespace grader
