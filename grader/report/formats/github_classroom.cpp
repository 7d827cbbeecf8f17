// The result that classroom-resources/autograding-grading-reporter reads, version 1:
// https://github.com/classroom-resources

#include "grader/base/json.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/whole_points.hpp"
#include "grader/report/formats/words.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

const char* status_word(Status status) {
  if (status == Status::pass) return "pass";
  return status == Status::grader_error ? "error" : "fail";
}

}  // namespace

std::string render_github_classroom(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  const WholePoints points = whole_points(report);
  Json json;
  json["version"] = 1;
  json["status"] = status_word(Status::pass);
  json["max_score"] = points.max_score;
  json["tests"] = Json::array();
  for (std::size_t i = 0; i < report.problems.size(); ++i) {
    const Problem& problem = report.problems[i];
    if (!is_right(problem) && json["status"] != "error") json["status"] = status_word(problem.status);
    Json test{{"name", label(problem.title)},
              {"status", status_word(problem.status)},
              {"score", points.scores[i]},
              {"message", nullptr},
              {"test_code", ""},
              {"filename", problem.location ? label(problem.location->file) : ""},
              {"line_no", problem.location ? problem.location->line.value_or(0) : 0},
              {"duration", 0}};
    const std::string notes = i == 0 ? notes_text(report) : "";
    if (has_section(problem) || !notes.empty()) test["message"] = notes + feedback(problem, report.seed);
    json["tests"].push_back(std::move(test));
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
