// Classroom 50, schemas/result-v1.schema.json: https://github.com/foundation50/classroom50
#include <fmt/format.h>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/pattern.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/whole_points.hpp"
#include "grader/report/formats/words.hpp"

namespace grader {
namespace {

std::string required(const std::string& value, const char* variable) {
  if (value.empty())
    throw InputError(
        fmt::format("{} is not set: Classroom 50's runner sets it in the environment", variable));
  return value;
}

/// Returns "2026-06-01T14:32:05Z" for "submit/2026-06-01T14-32-05Z-a1b2c3d".
std::string instant_of(const std::string& tag) {
  static const Pattern pattern(R"(submit/(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})Z-.*)");
  const auto match = tag.size() > 200 ? std::nullopt : pattern.match(tag);
  if (!match) {
    throw InputError("SUBMISSION_TAG is not like submit/2026-06-01T14-32-05Z-a1b2c3d: " + label(tag));
  }
  return fmt::format("{}:{}:{}Z", match->at(1), match->at(2), match->at(3));
}

}  // namespace

std::string render_classroom50(const Report& full_report, const FormatContext& context) {
  const Report report = student_view(full_report);
  const WholePoints points = whole_points(report);
  const FormatContext::Classroom50& runner = context.classroom50;
  Json json;
  json["schema"] = "classroom50/result/v1";
  json["classroom"] = required(runner.classroom, "CLASSROOM");
  json["assignment"] = required(runner.assignment, "ASSIGNMENT");
  json["assignment_type"] = required(runner.assignment_type, "ASSIGNMENT_TYPE");
  json["owner"] = required(runner.owner, "OWNER");
  json["submission"] = required(runner.submission, "SUBMISSION_TAG");
  json["commit"] = required(runner.commit, "COMMIT_URL");
  json["release"] = required(runner.release, "RELEASE_URL");
  json["review"] = required(runner.review, "REVIEW_URL");
  json["datetime"] = instant_of(runner.submission);
  json["score"] = points.score;
  json["max-score"] = points.max_score;
  json["tests"] = Json::array();
  for (std::size_t i = 0; i < report.problems.size(); ++i) {
    const Problem& problem = report.problems[i];
    json["tests"].push_back(
        {{"test-name", label(problem.title)},
         {"passed", is_right(problem)},
         {"score", points.scores[i]},
         {"max-score", points.max_scores[i]},
         {"output", (i == 0 ? notes_text(report) : "") + feedback(problem, report.seed)}});
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
