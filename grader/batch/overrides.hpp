/// Points that an instructor gives by hand. They are kept in a file of their own, so that grading again keeps
/// them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// Reads overrides.csv, with the columns student, problem, points, reason and by, and puts each row where it
/// belongs in `rows`. It may be in UTF-16. The student is an id, e-mail address, login, name or submission.
/// In a group, the points hold for the whole submission. Does nothing if the file does not exist.
///
/// Throws InputError, naming the row, for a student who is nobody or several, a problem that the assignment
/// lacks, points that are no number from 0 to the problem's, a missing reason or author, and a problem that
/// has two overrides for one student.
void read_overrides(const std::filesystem::path& file, const Assignment& assignment, std::vector<Row>& rows);

/// Returns a sentence for each problem of the row whose points were given by hand, also if the row has no
/// report.
std::vector<std::string> notes_on_overrides(const Row& row);

/// Puts a row's overrides into its report.
void apply_overrides(Row& row);

}  // namespace grader
