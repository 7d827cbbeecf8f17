/// Hashes everything that a verdict depends on. A report is valid as long as its fingerprint stays the same.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

/// Hashes this program, the compiler, what submissions are linked with (contents, not dates), and the
/// reference's objects.
std::string grader_fingerprint();

/// Hashes an assignment.json.
std::string assignment_fingerprint(const std::filesystem::path& file);

/// Hashes what a student handed in: the files that `gather` looks at, or the reason why there are none.
std::string content_fingerprint(const Submission& submission, const std::vector<std::string>& names);

/// Hashes the files that are graded. Students who hand in the same files get the same fingerprint.
std::string files_fingerprint(const SourceFiles& files);

/// The options that the whole class has in common.
struct Conditions {
  Isolation isolation = Isolation::none;
  std::optional<std::uint64_t> seed;
  bool take_similar = false;
};

/// Hashes everything that is the same for the whole class: grader, assignment and `conditions`.
std::string conditions_fingerprint(const std::filesystem::path& assignment, const Conditions& conditions);

/// Combines the two hashes into one.
std::string fingerprint(const std::string& conditions, const std::string& content);

}  // namespace grader
