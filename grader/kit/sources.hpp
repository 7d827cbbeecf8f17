/// Copies the project's own files that build the grader in a kit.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace grader {

/// The ops that a kit has, each with its public probes.
using KitOps = std::map<std::string, std::set<std::string>>;

/// What an assignment needs of the course.
struct KitParts {
  KitOps ops;
  std::set<std::string> scenarios;
};

/// Copies the course's vocabulary, its data, and those of the grader's sources that these parts need, from
/// the project's folder to a kit. It copies no solutions, no tests and nothing for instructors. Of an op it
/// copies the half that calls the layer. Throws InputError if that half cannot be told from the other.
void copy_sources(const std::filesystem::path& project, const std::filesystem::path& kit,
                  const KitParts& parts);

/// Copies a file and makes the folder that it goes to. Throws InputError if the file cannot be read.
void copy_into(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace grader
