/// What a verdict depends on, as one hash: a report whose fingerprint is still the same need not be made
/// again.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/batch/locate.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

/// Of this program, of what it links submissions to (contents, not dates), and of the reference's objects.
std::string grader_fingerprint();

/// Of an assignment.json.
std::string assignment_fingerprint(const std::filesystem::path& file);

/// Of what a student handed in: the assignment's files where they lie in a folder, the archive's bytes where
/// they are packed, the reason where there is nothing.
std::string content_fingerprint(const Located& located, const std::vector<std::string>& names);

/// All that is the same for the whole class.
std::string conditions_fingerprint(const std::filesystem::path& assignment, Isolation isolation,
                                   const std::optional<std::uint64_t>& seed);

/// Both together.
std::string fingerprint(const std::string& conditions, const std::string& content);

}  // namespace grader
