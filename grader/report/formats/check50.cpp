// check50, "JSON Specification": https://cs50.readthedocs.io/projects/check50/en/latest/json_specification/
#include <algorithm>
#include <utility>

#include "grader/base/json.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/text.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxCheck50Text = 2000;
constexpr int kExactDigits = 17;

std::string name_of(const Problem& problem, const Check& check) {
  std::string name = label(problem.id + "_" + check.id);
  std::ranges::replace_if(
      name,
      [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); },
      '_');
  return name;
}

Json cause_of(const Problem& problem, const Check& check) {
  if (check.status == Status::pass) return nullptr;
  if (check.status == Status::skipped)
    return {{"rationale", "not run, since an earlier check does not pass"}, {"help", nullptr}};
  std::string rationale = clean(message_of(problem, check), kMaxCheck50Text);
  if (rationale.empty()) rationale = std::string(plain_words(check.status));
  Json cause{{"rationale", rationale}, {"help", nullptr}};
  if (check.mistake) cause["help"] = clean(check.mistake->hint, kMaxCheck50Text);
  if (check.evidence && check.evidence->worst) {
    cause["expected"] = format_number(check.evidence->worst->expected, kExactDigits);
    cause["actual"] = format_number(check.evidence->worst->actual, kExactDigits);
  }
  return cause;
}

Json log_of(const Problem& problem, const Check& check, const std::vector<std::string>& notes) {
  Json log = Json::array();
  for (const std::string& note : notes) log.push_back("Note: " + note);
  const std::string message = clean(message_of(problem, check), kMaxCheck50Text);
  if (check.status == Status::pass && !message.empty()) log.push_back(message);
  return log;
}

}  // namespace

std::string render_check50(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  Json json{{"slug", label(report.assignment)}, {"results", Json::array()}, {"version", "3.0.0"}};
  std::vector<std::string> notes = notes_of(report);  // in the first result
  for (const Problem& problem : report.problems) {
    const Check* first = first_failing(problem);
    for (const Check& check : problem.checks) {
      Json result{{"name", name_of(problem, check)},
                  {"description", label(problem.title) + ": " + label(check.id)},
                  {"passed", check.status == Status::pass},
                  {"log", log_of(problem, check, std::exchange(notes, {}))},
                  {"cause", cause_of(problem, check)},
                  {"data", Json::object()},
                  {"dependency", nullptr}};
      if (check.status == Status::skipped) {
        result["passed"] = nullptr;
        if (first != nullptr && first != &check) result["dependency"] = name_of(problem, *first);
      }
      json["results"].push_back(std::move(result));
    }
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
