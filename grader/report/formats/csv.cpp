#include "grader/base/csv_text.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"

namespace grader {

std::string render_csv(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  std::string csv =
      "assignment,submission,problem,check,kind,visibility,status,points,max_points,mistake,message,"
      "notes\r\n";
  const std::string notes = csv_text(join(notes_of(report), " "));
  for (const Problem& problem : report.problems) {
    for (const Check& check : problem.checks) {
      csv += csv_text(report.assignment) + ',' + csv_text(report.submission.id) + ',' + csv_text(problem.id) +
             ',' + csv_text(check.id) + ',' + std::string(to_string(check.kind)) + ',' +
             std::string(to_string(check.visibility)) + ',' + std::string(to_string(check.status)) + ',' +
             format_points(check.points) + ',' + format_points(check.max_points) + ',' +
             csv_text(check.mistake ? check.mistake->id : "") + ',' + csv_text(message_of(problem, check)) +
             ',' + notes + "\r\n";
    }
  }
  return csv;
}

}  // namespace grader
