/// Where in what a student handed in the assignment's files are.
#pragma once
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

/// The folder with the files, or the archive that has to be unpacked first, or one sentence on why there is
/// neither.
struct FilesFolder {
  std::filesystem::path path;
};
struct PackedFiles {
  std::filesystem::path archive;
};
struct NoFiles {
  std::string why;
};
using Located = std::variant<FilesFolder, PackedFiles, NoFiles>;

/// Looks at most three folders deep for one with files of these `names`: rather one named `assignment_id`,
/// rather one with more of them, rather a shallower one, rather the first by name. A folder without any of
/// them but with exactly one archive is what Moodle and Canvas make of an uploaded archive. Symbolic links
/// and names with a '.' before them are passed over.
Located locate(const std::filesystem::path& folder, const std::string& assignment_id,
               const std::vector<std::string>& names);

/// The same for a submission of any form.
Located locate(const Submission& submission, const std::string& assignment_id,
               const std::vector<std::string>& names);

}  // namespace grader
