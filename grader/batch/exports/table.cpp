#include "grader/batch/exports/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/base/csv_text.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/submission/names.hpp"

namespace grader {

std::string csv_table_text(const std::vector<std::vector<std::string>>& rows) {
  std::string csv;
  for (const std::vector<std::string>& row : rows) {
    std::vector<std::string> fields;
    for (const std::string& field : row) fields.push_back(field == "-" ? field : csv_text(field));
    csv += join(fields, ",") + "\r\n";
  }
  return csv;
}

std::string grade_of(const ClassList& list, const GradedStudent& student, const std::string& column,
                     const ExportOptions& options) {
  if (student.score) return format_points(*student.score);
  if (student.status == BatchStatus::empty) return "0";
  if (options.zero_for_missing && student.status == BatchStatus::not_submitted) return "0";
  const auto place = static_cast<std::size_t>(std::ranges::find(list.header, column) - list.header.begin());
  const bool has_it = place < list.header.size() && place < student.fields.size();
  return has_it ? student.fields[place] : std::string();
}

std::string assignment_column(const ClassList& list, RosterKind platform, const ExportOptions& options,
                              const std::string& otherwise, std::vector<std::string>& notes) {
  const auto named = [&](const std::string& name) {
    return std::ranges::any_of(list.header, [&](const std::string& each) { return each == name; });
  };
  if (!options.column.empty()) {
    if (list.roster == platform && !named(options.column))
      throw InputError(fmt::format("--column: the roster has no column {}.", clean(options.column, 200)));
    return options.column;
  }
  std::vector<std::string> fitting;
  for (const std::string& each : list.roster == platform ? list.header : std::vector<std::string>()) {
    const std::string name = lower_case(each);
    const auto begins_with = [&](const std::string& text) {
      const std::string start = lower_case(text);
      return name == start || name.starts_with(start + " (") || name.starts_with(start + " [");
    };
    if (begins_with(list.assignment) || begins_with(list.title)) fitting.push_back(each);
  }
  if (fitting.size() > 1)
    throw InputError(fmt::format("The roster has several columns for {}: choose one with --column, of {}.",
                                 list.assignment, clean(join(fitting), 500)));
  if (fitting.size() == 1) return fitting.front();
  notes.push_back(
      fmt::format("No column of the roster is called {} or {}, so the file has a new one, {}. Name the "
                  "platform's own with "
                  "--column if it has one.",
                  list.assignment, list.title, otherwise));
  return otherwise;
}

std::pair<std::string, std::string> first_and_last_name(const std::string& name) {
  if (const std::size_t comma = name.find(", "); comma != std::string::npos)
    return {name.substr(comma + 2), name.substr(0, comma)};
  const std::size_t space = name.rfind(' ');
  if (space == std::string::npos) return {"", name};
  return {name.substr(0, space), name.substr(space + 1)};
}

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> all = {{"canvas", export_for_canvas},
                                                {"moodle", export_for_moodle},
                                                {"gradescope", export_for_gradescope},
                                                {"blackboard", export_for_blackboard}};
  return all;
}

}  // namespace grader
