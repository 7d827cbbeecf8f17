#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/batch/exports/table.hpp"

namespace grader {

namespace {

std::size_t place_of(const std::vector<std::string>& header, const std::string& name) {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) {
    throw InputError(fmt::format(
        "The roster has no column {}, without which Moodle takes no grades: give `grader batch` the grading "
        "worksheet of the assignment as --roster.",
        name));
  }
  return static_cast<std::size_t>(found - header.begin());
}

// Without a worksheet, Moodle knows the participants by the numbers in the download's names.
std::vector<std::vector<std::string>> own_worksheet(const ClassList& list, const ExportOptions& options) {
  std::vector<std::vector<std::string>> rows = {{"Identifier", "Full name", "Email address", "Grade",
                                                 "Maximum Grade", "Last modified (grade)",
                                                 "Feedback comments"}};
  for (const GradedStudent& each : list.students) {
    rows.push_back({each.student.id, each.student.name, each.student.email,
                    grade_of(list, each, "Grade", options), format_points(list.max_score), "-",
                    each.comment});
  }
  return rows;
}

}  // namespace

Export export_for_moodle(const ClassList& list, const ExportOptions& options) {
  Export result;
  if (list.header.empty()) {
    const bool of_moodle = std::ranges::all_of(
        list.students, [](const GradedStudent& each) { return each.student.id.starts_with("Participant "); });
    if (!of_moodle)
      throw InputError(
          "These submissions have no Moodle participant: give `grader batch` the grading worksheet of the "
          "assignment as --roster.");
    result.notes.push_back(
        "Without a grading worksheet as --roster, the file has only those who handed in, and only a Moodle "
        "in "
        "English reads it.");
    result.text = csv_table_text(own_worksheet(list, options));
    return result;
  }
  place_of(list.header, "Identifier");
  place_of(list.header, "Last modified (grade)");
  const std::size_t grade = place_of(list.header, "Grade");
  const auto comments = std::ranges::find(list.header, "Feedback comments") - list.header.begin();
  const auto comment = static_cast<std::size_t>(comments);
  if (comment == list.header.size())
    result.notes.push_back(
        "The worksheet has no column Feedback comments: switch on that feedback type in Moodle to send the "
        "points "
        "of each problem.");
  std::vector<std::vector<std::string>> rows = {list.header};
  for (const GradedStudent& each : list.students) {
    std::vector<std::string> row = each.fields;
    const std::string earlier = std::exchange(row[grade], grade_of(list, each, "Grade", options));
    const bool ours =
        comment < row.size() && (row[comment].empty() || row[comment].starts_with(list.assignment + ": "));
    // A grade that stays keeps its comment.
    if (ours && (each.score || row[grade] != earlier)) row[comment] = each.comment;
    rows.push_back(std::move(row));
  }
  result.text = csv_table_text(rows);
  return result;
}

}  // namespace grader
