#include <fmt/format.h>

#include "grader/base/numbers.hpp"
#include "grader/base/pattern.hpp"
#include "grader/batch/exports/table.hpp"

namespace grader {

namespace {

// Returns "100" for "Gates [Total Pts: 100 Score] |4711", also where it says "up to 100".
std::string total_points(const std::string& column) {
  static const Pattern form(R"(\[Total Pts: (?:up to )?([0-9.,]+))", Pattern::Letters::any_case);
  const auto found = form.find_all(column.substr(0, 500));
  return found.empty() ? std::string() : found.front().at(1);
}

}  // namespace

Export export_for_blackboard(const ClassList& list, const ExportOptions& options) {
  Export result;
  const std::string column = assignment_column(
      list, RosterKind::blackboard, options,
      fmt::format("{} [Total Pts: {} Score]", list.assignment, format_points(list.max_score)), result.notes);
  const auto place = place_in(list.header, column);
  const PointScale scale(list, options, total_points(column), "Blackboard has ",
                         fmt::format(" points for {}", column), result.notes);
  std::vector<std::vector<std::string>> rows = {{"Last Name", "First Name", "Username", column}};
  for (const GradedStudent& each : list.students) {
    const Student& student = each.student;
    const auto [first, last] = first_and_last_name(student);
    rows.push_back({last, first, student.login.empty() ? student.id : student.login,
                    grade_of(each, place, options, scale)});
  }
  result.text = csv_table_text(rows);
  return result;
}

}  // namespace grader
