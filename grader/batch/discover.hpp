/// Finds the submissions in a folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

/// Returns the submissions in `folder`, sorted by id.
///
/// Each folder and each archive is a submission. A symbolic link is one too, with the form `refused`. Files
/// that Canvas, Moodle or Blackboard named after students are gathered into one submission per student. Any
/// other file gets a row of its own, with the form `left_alone`. Files that tools leave behind, such as
/// __MACOSX, are skipped.
///
/// A folder with a submission_metadata.yml is a Gradescope export: that file names the students, and a
/// submission that it lists but that is missing is `refused`.
///
/// Throws InputError if `folder` cannot be read or has no submission, or if submission_metadata.yml is
/// malformed.
std::vector<Submission> discover(const std::filesystem::path& folder);

/// Returns `name` if it has at most 80 bytes, all of them letters, digits, '-', '_' or '.', and does not
/// begin with '-' or '.'. Otherwise returns its first 80 bytes with '_' for every other character, a '_' in
/// front if it would begin with '-' or '.', and at the end "-" and eight digits of a hash of `name`, so that
/// different names stay different.
std::string safe_name(std::string_view name);

}  // namespace grader
