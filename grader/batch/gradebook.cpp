#include "grader/batch/gradebook.hpp"

#include <algorithm>

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

double max_score(const Assignment& assignment) {
  std::vector<double> points;
  for (const ProblemSpec& problem : assignment.problems) {
    for (const CheckSpec& check : problem.checks) points.push_back(check.points);
  }
  return sum_points(points);
}

std::string points_of(const std::optional<Report>& report, const std::string& problem) {
  if (report) {
    for (const Problem& each : report->problems) {
      if (each.id == problem) return format_points(each.score);
    }
  }
  return "0";
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
  header.push_back("message");

  std::string csv;
  add_line(csv, header);
  const std::string max = format_points(max_score(assignment));
  for (const Row& row : rows) {
    for (const Student& student : row.submission.students) {
      std::vector<std::string> fields = {csv_text(student.id)};
      if (named) fields.insert(fields.end(), {csv_text(student.name), csv_text(student.email)});
      fields.insert(fields.end(), {csv_text(row.submission.id), std::string(to_string(row.record.status)),
                                   format_points(row.report ? row.report->score : 0.0), max});
      for (const ProblemSpec& problem : assignment.problems)
        fields.push_back(points_of(row.report, problem.id));
      fields.push_back(csv_text(row.record.message));
      add_line(csv, fields);
    }
  }
  return csv;
}

}  // namespace grader
