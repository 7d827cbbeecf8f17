/// Copies the project's own files that build the grader in a kit.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace grader {

/// Copies the course's vocabulary, data and grader from the project's folder to a kit. It copies no
/// solutions, no tests and nothing for instructors, and only the ops in `ops`.
void copy_sources(const std::filesystem::path& project, const std::filesystem::path& kit,
                  const std::set<std::string>& ops);

/// Copies a file and makes the folder that it goes to. Throws InputError if the file cannot be read.
void copy_into(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace grader
