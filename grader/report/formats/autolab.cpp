// Autolab, "Guide for Lab Authors": https://docs.autolabproject.com/lab/ and its page on formatted feedback

#include "grader/base/json.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"

namespace grader {

std::string render_autolab(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  constexpr const char* kStage = "Problems";
  Json feedback_line{{"_presentation", "semantic"}, {"stages", {kStage}}, {kStage, Json::object()}};
  Json scores{{"scores", Json::object()}, {"scoreboard", {report.score}}};
  for (const Problem& problem : report.problems) {
    Json& entry = feedback_line[kStage][problem.id];
    entry["passed"] = is_right(problem);
    if (!is_right(problem) || problem.message) entry["hint"] = one_sentence(problem);
    if (problem.override_by_hand) {
      Report alone = report;
      alone.problems = {problem};
      alone.submission.notes.clear();
      const std::string given = notes_of(alone).front();
      entry["hint"] = (entry.contains("hint") ? entry["hint"].string() + ' ' : std::string()) + given;
    }
    scores["scores"][problem.id] = problem.score;
  }
  // Writes ASCII only, so that Autolab's default locale does not matter.
  return feedback_line.dump({.ascii = true}) + "\n" + scores.dump({.ascii = true}) + "\n";
}

}  // namespace grader
