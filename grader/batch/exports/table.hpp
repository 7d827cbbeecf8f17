/// What the exports have in common.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/batch/exports/exports.hpp"
#include "grader/batch/exports/point_scale.hpp"

namespace grader {

/// Returns a CSV file (RFC 4180, CRLF). Fields that a spreadsheet would take for formulas are defused; a lone
/// "-", which Moodle writes for "never", is none.
std::string csv_table_text(const std::vector<std::vector<std::string>>& rows);

/// Returns the column's place in the header, or nullopt.
std::optional<std::size_t> place_in(const std::vector<std::string>& header, const std::string& column);

/// Returns what the student has in this column of the roster, or "".
std::string field_at(const GradedStudent& student, std::optional<std::size_t> place);

/// Returns the grade as the export writes it: points, or without any what the student has in this column of
/// the roster, or "".
std::string grade_of(const GradedStudent& student, std::optional<std::size_t> place,
                     const ExportOptions& options, const PointScale& scale = {});

/// Returns the roster's column that the options name, or whose name begins with the assignment's id or title.
/// Returns `otherwise` if there is none, also if the roster is from another platform. Throws InputError if
/// the options name no column of the roster, or if two columns fit.
std::string assignment_column(const ClassList& list, RosterKind platform, const ExportOptions& options,
                              const std::string& otherwise, std::vector<std::string>& notes);

/// Returns first and last name as the roster has them, or else taken from the whole name: "Lovelace, Ada" or
/// "Ada Lovelace".
std::pair<std::string, std::string> first_and_last_name(const Student& student);

}  // namespace grader
