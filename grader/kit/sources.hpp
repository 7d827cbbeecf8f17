/// Copies the project's own files that build the grader in a kit.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace grader {

/// The ops that a kit has, each with its public probes.
using KitOps = std::map<std::string, std::set<std::string>>;

/// Copies the course's vocabulary, data and grader from the project's folder to a kit. It copies no
/// solutions, no tests and nothing for instructors. Of the ops in `ops` it copies the half that calls the
/// layer. Throws InputError if that half cannot be told from the other.
void copy_sources(const std::filesystem::path& project, const std::filesystem::path& kit, const KitOps& ops);

/// Copies a file and makes the folder that it goes to. Throws InputError if the file cannot be read.
void copy_into(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace grader
