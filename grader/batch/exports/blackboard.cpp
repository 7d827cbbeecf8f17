#include <fmt/format.h>

#include "grader/base/numbers.hpp"
#include "grader/batch/exports/table.hpp"

namespace grader {

Export export_for_blackboard(const ClassList& list, const ExportOptions& options) {
  Export result;
  const std::string column = assignment_column(
      list, RosterKind::blackboard, options,
      fmt::format("{} [Total Pts: {} Score]", list.assignment, format_points(list.max_score)), result.notes);
  std::vector<std::vector<std::string>> rows = {{"Last Name", "First Name", "Username", column}};
  for (const GradedStudent& each : list.students) {
    const Student& student = each.student;
    const auto [first, last] = first_and_last_name(student.name);
    rows.push_back({last, first, student.login.empty() ? student.id : student.login,
                    grade_of(list, each, column, options)});
  }
  result.text = csv_table_text(rows);
  return result;
}

}  // namespace grader
