#include "grader/batch/gradebook.hpp"

#include <algorithm>
#include <optional>

#include "grader/base/csv_text.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr std::string_view kEndOfLine = "\r\n";

void add_line(std::string& csv, const std::vector<std::string>& fields) {
  csv += join(fields, ",");
  csv += kEndOfLine;
}

// A submission without a report has 0 points. A student without a submission has no grade at all: what that
// costs is for the course to say.
std::string points_or_nothing(const Row& row, const std::optional<double>& points) {
  if (points) return format_points(*points);
  return is_submission(row) || row.record.status == BatchStatus::left_alone ? "0" : "";
}

}  // namespace

std::string gradebook(const Assignment& assignment, const std::vector<Row>& rows) {
  const bool named = std::ranges::any_of(rows, [](const Row& row) {
    return std::ranges::any_of(row.submission.students, [](const Student& student) {
      return !student.name.empty() || !student.email.empty();
    });
  });
  std::vector<std::string> header = {"student"};
  if (named) header.insert(header.end(), {"name", "email"});
  header.insert(header.end(), {"submission", "status", "score", "max_score"});
  for (const ProblemSpec& problem : assignment.problems) header.push_back(csv_text(problem.id));
  header.insert(header.end(), {"submitted_at", "late", "folder", "report", "message"});

  std::string csv;
  add_line(csv, header);
  const std::string max = format_points(assignment.max_points());
  for (const Row& row : rows) {
    for (const Student& student : row.submission.students) {
      std::vector<std::string> fields = {csv_text(student.id)};
      if (named) fields.insert(fields.end(), {csv_text(student.name), csv_text(student.email)});
      fields.insert(fields.end(), {csv_text(row.submission.id), std::string(to_string(row.record.status)),
                                   points_or_nothing(row, score_of(row)), max});
      for (const ProblemSpec& problem : assignment.problems)
        fields.push_back(points_or_nothing(row, points_of(row, problem.id)));
      fields.insert(fields.end(),
                    {csv_text(student.submitted_at), csv_text(student.late),
                     csv_text(row.report ? row.report->submission.folder : ""),
                     csv_text(row.report ? "reports/" + row.submission.file_name + ".json" : "")});
      fields.push_back(csv_text(row.record.message));
      add_line(csv, fields);
    }
  }
  return csv;
}

}  // namespace grader
