// PrairieLearn, "External grading": https://prairielearn.readthedocs.io/en/latest/externalGrading/
#include <algorithm>

#include "grader/base/json.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"

namespace grader {
namespace {

// A skipped check depends on something that does not compile.
bool all_fail_to_compile(const Report& report) {
  const auto count = [&](Status status) {
    return std::ranges::count(report.problems, status, &Problem::status);
  };
  const auto failed = count(Status::compile_error);
  return failed > 0 && failed + count(Status::skipped) == static_cast<std::ptrdiff_t>(report.problems.size());
}

bool grader_failed(const Report& report) {
  return std::ranges::any_of(report.problems,
                             [](const Problem& problem) { return problem.status == Status::grader_error; });
}

Json not_gradable(const Report& report) {
  Json json{{"gradable", false}, {"format_errors", Json::array()}};
  for (const Problem& problem : report.problems) {
    if (!is_right(problem))
      json["format_errors"].push_back(label(problem.title) + ": " + one_sentence(problem));
  }
  return json;
}

}  // namespace

std::string render_prairielearn(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  if (all_fail_to_compile(report) || grader_failed(report)) return not_gradable(report).dump(2) + "\n";
  Json json;
  json["gradable"] = true;
  json["score"] = report.max_score > 0 ? std::clamp(report.score / report.max_score, 0.0, 1.0) : 0.0;
  json["message"] = summary_line(report);
  json["tests"] = Json::array();
  for (const Problem& problem : report.problems) {
    // All tests have points, or none does: PrairieLearn shows no points when one test lacks them.
    json["tests"].push_back({{"name", label(problem.title)},
                             {"points", problem.score},
                             {"max_points", problem.max_score},
                             {"message", one_sentence(problem)},
                             {"output", feedback(problem, report.seed)}});
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
