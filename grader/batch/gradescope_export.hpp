/// What Gradescope's "Export submissions" writes beside the folders: submission_metadata.yml.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"

namespace grader {

inline constexpr const char* kGradescopeMetadata = "submission_metadata.yml";

/// The submitters by the name of their folder ("submission_123456"), from the keys `:submitters`, and in each
/// `:name`, `:email`, `:sid`. A student's id is the sid, without one the email, without that the folder's
/// name. Throws InputError, with the line, for what is not such a file.
std::map<std::string, std::vector<Student>> read_gradescope_metadata(const std::filesystem::path& file);

}  // namespace grader
