/// Packs students' pages for Moodle's "Upload multiple feedback files in a zip".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/class_list.hpp"
#include "grader/batch/grades_folder.hpp"

namespace grader {

struct PackedFeedback {
  std::size_t pages = 0;
  std::vector<std::string>
      without_folder;  ///< Submissions that Moodle did not hand out, so cannot take back.
};

/// Writes a zip with a page, report.html, for each student, under the name of the folder that Moodle's
/// download had for them. The pages are whole, with the script that draws their figures. The same grades give
/// the same bytes. Source of the names: mod/assign/feedback/file/importziplib.php of Moodle. Throws
/// WriteError.
PackedFeedback write_feedback_zip(const std::filesystem::path& file, const GradesFolder& folder,
                                  const ClassList& list);

}  // namespace grader
