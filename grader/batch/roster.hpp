/// Reads the list of a class.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

enum class RosterKind {
  plain,
  canvas,     ///< The gradebook's export.
  moodle,     ///< An assignment's grading worksheet.
  blackboard  ///< The grade centre's download.
};

/// A row of a roster. Its `fields` are those of the file, so that the file can be written again with grades.
struct RosterStudent {
  Student student;
  std::vector<std::string> fields;
};

struct Roster {
  RosterKind kind = RosterKind::plain;
  std::string file;  ///< Its name without folders, for messages.
  std::vector<std::string> header;
  std::vector<std::string> points_possible;  ///< Canvas's row of that name; empty without one.
  std::vector<RosterStudent> students;
};

/// Reads a roster: Canvas's gradebook, Moodle's grading worksheet (see moodle_worksheet), Blackboard's grade
/// centre, Gradescope's roster, or any table with a column for the name (or for first and last name) and one
/// for the id, the e-mail address or the login. A student's id is the first of these that there is. In
/// Canvas's export, the rows that are no students are skipped: points possible, manual posting, and the test
/// student.
///
/// Throws InputError, naming the row, if the file is no such table, or if two students share an id, an
/// address or a login.
Roster read_roster(const std::filesystem::path& file);

}  // namespace grader
