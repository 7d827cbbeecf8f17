// Gradescope, "Autograder Specifications": https://gradescope-autograders.readthedocs.io/en/latest/specs/

#include "grader/base/json.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"

namespace grader {

std::string render_gradescope(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  Json json;
  json["score"] = report.score;
  json["execution_time"] = static_cast<double>(report.duration_ms) / 1000;
  json["output"] = summary_line(report);
  json["output_format"] = "text";
  json["test_output_format"] = "text";
  json["test_name_format"] = "text";
  // A hidden test would hide the total from students. Hidden checks appear inside a problem, by status only.
  json["visibility"] = "visible";
  json["stdout_visibility"] = "hidden";
  json["tests"] = Json::array();
  for (std::size_t i = 0; i < report.problems.size(); ++i) {
    const Problem& problem = report.problems[i];
    json["tests"].push_back({{"score", problem.score},
                             {"max_score", problem.max_score},
                             {"status", is_right(problem) ? "passed" : "failed"},
                             {"name", label(problem.title)},
                             {"number", std::to_string(i + 1)},
                             {"output", feedback(problem, report.seed)},
                             {"visibility", "visible"}});
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
