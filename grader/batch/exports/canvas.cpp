#include "grader/base/numbers.hpp"
#include "grader/batch/exports/table.hpp"

namespace grader {

Export export_for_canvas(const ClassList& list, const ExportOptions& options) {
  Export result;
  const std::string column =
      assignment_column(list, RosterKind::canvas, options, list.assignment, result.notes);
  std::vector<std::vector<std::string>> rows = {
      {"Student", "ID", "SIS User ID", "SIS Login ID", "Section", column},
      {"    Points Possible", "", "", "", "", format_points(list.max_score)}};
  bool by_id = true;
  for (const GradedStudent& each : list.students) {
    const Student& student = each.student;
    const bool is_number = student.id.find_first_not_of("0123456789") == std::string::npos;
    by_id = by_id && is_number;
    rows.push_back({student.name.empty() ? student.id : student.name, is_number ? student.id : "",
                    student.sis_id, student.login, student.section, grade_of(list, each, column, options)});
  }
  if (!by_id)
    result.notes.push_back(
        "Some students have no Canvas id, so Canvas will look for their logins and names: give `grader "
        "batch` "
        "Canvas's own gradebook as --roster.");
  result.text = csv_table_text(rows);
  return result;
}

}  // namespace grader
