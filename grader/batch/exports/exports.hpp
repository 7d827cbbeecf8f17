/// Writes a class's grades as the files that learning platforms import. Every export has a row for every
/// student of the list. Where the roster says the platform's maximum and it differs from the assignment's,
/// the points are converted and a note says so. A student without a score keeps the grade that the roster
/// has, since Canvas clears a grade for an empty one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/batch/class_list.hpp"

namespace grader {

struct ExportOptions {
  /// The name of the platform's column for the assignment. If empty, Canvas and Blackboard get the roster's
  /// column whose name begins with the assignment's id or title, or else a new column.
  std::string column = {};
  bool zero_for_missing = false;  ///< Gives 0 to those who did not submit.
  /// Writes the grader's points even if the platform has another maximum. Otherwise they are converted.
  bool keep_points = false;
};

struct Export {
  std::string text;
  std::vector<std::string> notes;  ///< Sentences on what the instructor must know before the import.
};

/// Canvas's gradebook: Student, ID, SIS User ID, SIS Login ID, Section and the assignment, with the row
/// "Points Possible". Whoever is excused ("EX") stays so. Source: lib/gradebook_importer.rb of Canvas.
Export export_for_canvas(const ClassList& list, const ExportOptions& options);

/// Moodle's grading worksheet: the roster's own rows with Grade and Feedback comments. A comment that a
/// person wrote stays. Throws InputError if the roster is no worksheet, or lacks a column without which
/// Moodle refuses one, or is of an assignment with a scale of words. Without a roster, the participants are
/// those who handed in. Source: mod/assign/feedback/offline/importgradeslib.php of Moodle.
Export export_for_moodle(const ClassList& list, const ExportOptions& options);

/// The columns of Gradescope's own "Download Grades", for what reads those. Gradescope itself takes no scores
/// from files.
Export export_for_gradescope(const ClassList& list, const ExportOptions& options);

/// Blackboard's "Work Offline" upload: Last Name, First Name, Username and the assignment's column. Source:
/// Blackboard's help on working offline with grade data.
Export export_for_blackboard(const ClassList& list, const ExportOptions& options);

struct ExportFormat {
  std::string_view name;  ///< As `grader grades --as` calls it.
  Export (*write)(const ClassList&, const ExportOptions&);
};

const std::vector<ExportFormat>& export_formats();

}  // namespace grader
