// Submitty, results.json as its validator writes it: https://github.com/Submitty/Submitty
// (grading/main_validator.cpp)

#include "grader/base/json.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/whole_points.hpp"
#include "grader/report/formats/words.hpp"

namespace grader {
namespace {

const char* message_type(Status status) {
  if (status == Status::pass) return "success";
  return status == Status::not_implemented || status == Status::skipped ? "warning" : "failure";
}

}  // namespace

std::string render_submitty(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  const WholePoints points = whole_points(report);
  Json json{{"automatic_grading_total", points.score},
            {"nonhidden_automatic_grading_total", points.score},
            {"testcases", Json::array()}};
  for (std::size_t i = 0; i < report.problems.size(); ++i) {
    const Problem& problem = report.problems[i];
    Json messages = Json::array();
    if (i == 0) {
      for (const std::string& note : notes_of(report))
        messages.push_back({{"message", "Note: " + note}, {"type", "warning"}});
    }
    messages.push_back({{"message", feedback(problem, report.seed)}, {"type", message_type(problem.status)}});
    json["testcases"].push_back({{"test_name", label(problem.title)},
                                 {"points_awarded", points.scores[i]},
                                 {"testcase_label", label(problem.id)},
                                 {"testcase_message", one_sentence(problem)},
                                 {"autochecks", {{{"description", ""}, {"messages", std::move(messages)}}}}});
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
