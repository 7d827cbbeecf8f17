/// Writes the reports that people read, and notices when somebody has changed one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "grader/batch/grades_folder.hpp"
#include "grader/batch/row.hpp"

namespace grader {

struct ShownReports {
  std::vector<std::string> edited;     ///< Files that were changed by hand, relative to the grades folder.
  std::vector<std::string> withdrawn;  ///< Names of submissions that are no longer there.
};

/// Writes reports/NAME.json for each row that has a report, and removes the reports and pages of rows that
/// have none any more and of submissions that are gone. A report that a person has changed is neither written
/// nor removed. It may stop at any moment: the next call knows the reports of this one. `earlier` has the
/// hashes of reports from before this run, by file name. Throws WriteError.
ShownReports show_reports(const GradesFolder& folder, const std::vector<Row>& rows,
                          const std::map<std::string, std::string>& earlier);

/// Reads a report that the last run wrote. Throws InputError if it is gone or has been changed since then.
Report read_shown_report(const GradesFolder& folder, const std::string& file_name);

}  // namespace grader
