#include "grader/batch/exports/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/base/csv_text.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/comparable_name.hpp"

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

std::optional<std::size_t> place_in(const std::vector<std::string>& header, const std::string& column) {
  const auto found = std::ranges::find(header, column);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

std::string field_at(const GradedStudent& student, std::optional<std::size_t> place) {
  return place && *place < student.fields.size() ? student.fields[*place] : std::string();
}

std::string grade_of(const GradedStudent& student, std::optional<std::size_t> place,
                     const ExportOptions& options, const PointScale& scale) {
  if (student.score) return scale.written(*student.score);
  if (student.status == BatchStatus::empty) return "0";
  if (options.zero_for_missing && student.status == BatchStatus::not_submitted) return "0";
  return field_at(student, place);
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
    const std::string name = comparable(each);
    const auto begins_with = [&](const std::string& text) {
      const std::string start = comparable(text);
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

std::pair<std::string, std::string> first_and_last_name(const Student& student) {
  if (!student.first_name.empty() || !student.last_name.empty())
    return {student.first_name, student.last_name};
  const std::string& name = student.name;
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
