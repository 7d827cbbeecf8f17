#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/batch/exports/table.hpp"
#include "grader/batch/moodle_worksheet.hpp"

namespace grader {

namespace {

MoodleWorksheet worksheet_of(const ClassList& list) {
  std::vector<std::vector<std::string>> rows;
  for (const GradedStudent& each : list.students) rows.push_back(each.fields);
  const auto worksheet = moodle_worksheet(list.header, rows);
  if (!worksheet)
    throw InputError(
        "The roster is no grading worksheet of Moodle: it has neither the columns Identifier and Grade, nor, "
        "as "
        "in other languages, a first column like \"Participant 12\" and a grade before a maximum grade. Give "
        "`grader batch` the worksheet that Moodle lets you download for the assignment as --roster.");
  if (!worksheet->modified)
    throw InputError(
        "The roster has no column Last modified (grade), without which Moodle takes no grades: give `grader "
        "batch` the grading worksheet as Moodle lets you download it.");
  if (place_in(list.header, "Scale"))
    throw InputError(
        "This worksheet is of an assignment that Moodle grades with a scale of words, and the grader gives "
        "points: set its grade type to Point in Moodle, and download the worksheet again.");
  return *worksheet;
}

// Without a worksheet, Moodle knows the participants by the numbers in the download's names.
std::vector<std::vector<std::string>> own_worksheet(const ClassList& list, const ExportOptions& options) {
  std::vector<std::vector<std::string>> rows = {{"Identifier", "Full name", "Email address", "Grade",
                                                 "Maximum Grade", "Last modified (grade)",
                                                 "Feedback comments"}};
  for (const GradedStudent& each : list.students) {
    rows.push_back({each.student.id, each.student.name, each.student.email, grade_of(each, {}, options),
                    format_points(list.max_score), "-", each.comment});
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
  const MoodleWorksheet worksheet = worksheet_of(list);
  const std::size_t grade = worksheet.grade;
  const std::size_t comment = worksheet.comments.value_or(list.header.size());
  if (!worksheet.comments)
    result.notes.push_back(
        "The worksheet has no column for feedback comments: switch on that feedback type in Moodle to send "
        "the "
        "points of each problem.");
  std::vector<std::vector<std::string>> rows = {list.header};
  for (const GradedStudent& each : list.students) {
    std::vector<std::string> row = each.fields;
    const PointScale scale(list, options, field_at(each, worksheet.maximum), "Moodle's maximum grade is ", "",
                           result.notes);
    const std::string earlier = std::exchange(row[grade], grade_of(each, grade, options, scale));
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
