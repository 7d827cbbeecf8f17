/// The project's own files in a kit: what builds the grader there.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace grader {

/// Copies the course's vocabulary, data and grader from the project's folder to a kit: no solutions, no
/// tests, nothing that is for instructors, and of the ops only these.
void copy_sources(const std::filesystem::path& project, const std::filesystem::path& kit,
                  const std::set<std::string>& ops);

/// Copies a file and makes the folder that it goes to. Throws InputError where it cannot be read.
void copy_into(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace grader
