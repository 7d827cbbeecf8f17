/// What a verdict depends on, as one hash: a report whose fingerprint is still the same need not be made
/// again.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/batch/submission.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

/// Of this program, of what it links submissions to (contents, not dates), and of the reference's objects.
std::string grader_fingerprint();

/// Of an assignment.json.
std::string assignment_fingerprint(const std::filesystem::path& file);

/// Of what a student handed in: what `gather` looks at, or the reason where there is nothing to look at.
std::string content_fingerprint(const Submission& submission, const std::vector<std::string>& names);

/// Of the files that are graded: the same for all who hand in the same.
std::string files_fingerprint(const SourceFiles& files);

/// What the whole class has in common, besides the grader and the assignment.
struct Conditions {
  Isolation isolation = Isolation::none;
  std::optional<std::uint64_t> seed;
  bool take_similar = false;
};

/// All that is the same for the whole class.
std::string conditions_fingerprint(const std::filesystem::path& assignment, const Conditions& conditions);

/// Both together.
std::string fingerprint(const std::string& conditions, const std::string& content);

}  // namespace grader
