#include "grader/batch/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/comparable_name.hpp"
#include "grader/batch/csv_table.hpp"
#include "grader/batch/grades_folder.hpp"
#include "grader/submission/text_encoding.hpp"

namespace grader {

namespace {

std::string quoted_briefly(const std::string& text) { return '"' + clean(text, 80) + '"'; }

bool is_from(const Row& row, const std::string& who) {
  const auto is = [&](const std::string& name) {
    return !name.empty() && comparable(name) == comparable(who);
  };
  return is(row.submission.id) || std::ranges::any_of(row.submission.students, [&](const Student& student) {
           return is(student.id) || is(student.email) || is(student.login) || is(student.sis_id) ||
                  is(student.name);
         });
}

double points_possible(const ProblemSpec& problem) {
  std::vector<double> points;
  for (const CheckSpec& check : problem.checks) points.push_back(check.points);
  return sum_points(points);
}

class OverrideReader {
 public:
  OverrideReader(const CsvTable& table, const Assignment& assignment, std::vector<Row>& rows)
      : table_(table), assignment_(assignment), rows_(rows) {}

  void read() {
    for (const char* name : {"student", "problem", "points", "reason", "by"}) {
      const auto column = table_.column({name});
      if (!column)
        throw InputError(
            fmt::format("{}, row 1: the column {} is missing; student, problem, points, reason and by "
                        "are expected.",
                        table_.what, name));
      columns_[name] = *column;
    }
    for (const CsvTable::Row& row : table_.rows) read(row);
  }

 private:
  const std::string& in(const CsvTable::Row& row, const std::string& column) const {
    return row.fields[columns_.at(column)];
  }

  void read(const CsvTable::Row& row) {
    Row& to = whose(row);
    const std::string& problem = in(row, "problem");
    const ProblemSpec* spec = assignment_.find(problem);
    if (spec == nullptr)
      table_.fail(row, fmt::format("{} has no problem {}", assignment_.id, quoted_briefly(problem)));
    const double most = points_possible(*spec);
    const auto points = parse_number(in(row, "points"));
    if (!points || !(*points >= 0 && *points <= most)) {
      table_.fail(row, fmt::format("the points {} are no number from 0 to {}, the points of {}",
                                   quoted_briefly(in(row, "points")), format_points(most), problem));
    }
    for (const char* column : {"reason", "by"}) {
      if (in(row, column).empty())
        table_.fail(row, fmt::format("{} is missing",
                                     std::string(column) == "by" ? "who gives them (by)" : "the reason"));
    }
    const auto [earlier, is_new] = seen_.try_emplace({&to, problem}, row.number);
    if (!is_new)
      table_.fail(row,
                  fmt::format("row {} gives points for {} to the same submission", earlier->second, problem));
    to.overrides.emplace_back(problem, Override{*points, in(row, "reason"), in(row, "by")});
  }

  Row& whose(const CsvTable::Row& row) const {
    const std::string& who = in(row, "student");
    std::vector<Row*> found;
    for (Row& each : rows_) {
      if (!who.empty() && each.record.status != BatchStatus::left_alone && is_from(each, who))
        found.push_back(&each);
    }
    if (found.empty()) table_.fail(row, fmt::format("nobody in this class is {}", quoted_briefly(who)));
    if (found.size() > 1) {
      std::vector<std::string> ids;
      for (const Row* each : found) ids.push_back(each->submission.id);
      table_.fail(row, fmt::format("{} may be any of {}", quoted_briefly(who), clean(join(ids), 300)));
    }
    return *found.front();
  }

  const CsvTable& table_;
  const Assignment& assignment_;
  std::vector<Row>& rows_;
  std::map<std::string, std::size_t> columns_;
  std::map<std::pair<const Row*, std::string>, std::size_t> seen_;
};

}  // namespace

void read_overrides(const std::filesystem::path& file, const Assignment& assignment, std::vector<Row>& rows) {
  if (!is_there(file)) return;
  const std::string bytes = read_file(file);
  const std::string text = from_utf16(bytes).value_or(bytes);
  const std::string name = file.filename().string();
  if (text.find_first_not_of(" \t\r\n,;\"\xEF\xBB\xBF") == std::string::npos)
    throw InputError(fmt::format(
        "{0} is empty: it needs the header student,problem,points,reason,by and a row for each problem whose "
        "points you give. If you give none, delete {0}.",
        name));
  const CsvTable table = parse_csv(text, name);
  OverrideReader(table, assignment, rows).read();
}

std::vector<std::string> notes_on_overrides(const Row& row) {
  if (row.report) return override_notes(*row.report);
  std::vector<std::string> notes;
  for (const auto& [problem, given] : row.overrides) {
    notes.push_back(fmt::format("The points of {} were given by hand: {}, by {}: {}", problem,
                                format_points(given.points), given.by, given.reason));
    if (!notes.back().ends_with('.')) notes.back() += '.';
  }
  return notes;
}

void apply_overrides(Row& row) {
  if (!row.report || row.overrides.empty()) return;
  for (const auto& [id, given] : row.overrides) {
    for (Problem& problem : row.report->problems) {
      if (problem.id == id) problem.override_by_hand = given;
    }
  }
  tally(*row.report);
}

}  // namespace grader
