#include "grader/base/numbers.hpp"
#include "grader/batch/exports/table.hpp"

namespace grader {

namespace {

std::string gradescope_status(const GradedStudent& student) {
  if (student.status == BatchStatus::not_submitted && !student.score) return "Missing";
  return student.score || student.status == BatchStatus::empty ? "Graded" : "Ungraded";
}

}  // namespace

Export export_for_gradescope(const ClassList& list, const ExportOptions& options) {
  std::vector<std::vector<std::string>> rows = {{"First Name", "Last Name", "SID", "Email", "Sections",
                                                 "Total Score", "Max Points", "Status", "Submission ID",
                                                 "Submission Time"}};
  const auto place = place_in(list.header, "Total Score");
  for (const GradedStudent& each : list.students) {
    const Student& student = each.student;
    const auto [first, last] = first_and_last_name(student);
    rows.push_back({first, last, student.sis_id.empty() ? student.id : student.sis_id, student.email,
                    student.section, grade_of(each, place, options), format_points(list.max_score),
                    gradescope_status(each), each.submission, student.submitted_at});
  }
  return {.text = csv_table_text(rows), .notes = {}};
}

}  // namespace grader
