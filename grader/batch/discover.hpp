/// From a folder to the submissions in it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

/// Every folder and every archive is a submission, and so is a symbolic link, which is refused: somebody
/// handed it in. Files that Canvas, Moodle or Blackboard have named after students are gathered per student.
/// Other files are rows of their own, of the form `left_alone`. Only what tools leave behind, such as
/// __MACOSX, is passed over. With a submission_metadata.yml the folder is a Gradescope export: the students
/// come from there, and a submission that it lists and that is not there is refused. Sorted by id. Throws
/// InputError when `folder` cannot be read, or has no submission.
std::vector<Submission> discover(const std::filesystem::path& folder);

}  // namespace grader
