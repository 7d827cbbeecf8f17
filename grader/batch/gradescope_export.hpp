/// Reads submission_metadata.yml, which Gradescope's "Export submissions" writes beside the folders.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

inline constexpr const char* kGradescopeMetadata = "submission_metadata.yml";

/// Returns the submitters of each folder ("submission_123456"), from the key `:submitters` and its `:name`,
/// `:email` and `:sid`, with the submission's `:created_at`. A student's id is the sid; without a sid it is
/// the email, and without an email the folder's name. Throws InputError if the file is not in this format;
/// the message names the line where possible.
std::map<std::string, std::vector<Student>> read_gradescope_metadata(const std::filesystem::path& file);

}  // namespace grader
