#include <fmt/format.h>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/batch/exports/table.hpp"
#include "grader/submission/names.hpp"

namespace grader {

namespace {

bool is_number(const std::string& id) { return id.find_first_not_of("0123456789") == std::string::npos; }

// Canvas excuses a student with "EX" in place of a grade, and an import of points would end that.
bool is_excused(const std::string& grade) { return lower_case(grade) == "ex"; }

const std::string& name_of(const Student& student) {
  return student.name.empty() ? student.id : student.name;
}

}  // namespace

Export export_for_canvas(const ClassList& list, const ExportOptions& options) {
  Export result;
  const std::string column =
      assignment_column(list, RosterKind::canvas, options, list.assignment, result.notes);
  const auto place = place_in(list.header, column);
  const std::string possible =
      place && *place < list.points_possible.size() ? list.points_possible[*place] : std::string();
  const PointScale scale(list, options, possible, "Canvas has ", fmt::format(" points for {}", column),
                         result.notes);
  std::vector<std::vector<std::string>> rows = {
      {"Student", "ID", "SIS User ID", "SIS Login ID", "Section", column},
      {"    Points Possible", "", "", "", "",
       read_maximum(possible) ? possible : format_points(list.max_score)}};
  bool by_id = true;
  std::vector<std::string> excused;
  for (const GradedStudent& each : list.students) {
    const Student& student = each.student;
    by_id = by_id && is_number(student.id);
    std::string grade = grade_of(each, place, options, scale);
    if (const std::string earlier = field_at(each, place); is_excused(earlier) && grade != earlier) {
      grade = earlier;
      excused.push_back(name_of(student));
    }
    rows.push_back({name_of(student), is_number(student.id) ? student.id : "", student.sis_id, student.login,
                    student.section, grade});
  }
  if (!excused.empty())
    result.notes.push_back(
        fmt::format("Excused in Canvas, and so left excused (EX): {}. grades.csv has their points.",
                    join(excused, "; ")));
  if (!by_id)
    result.notes.push_back(
        "Some students have no Canvas id, so Canvas will look for their logins and names: give `grader "
        "batch` "
        "Canvas's own gradebook as --roster.");
  result.text = csv_table_text(rows);
  return result;
}

}  // namespace grader
