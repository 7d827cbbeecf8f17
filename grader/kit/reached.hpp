/// Which of the grader's sources a kit's program needs: a kit is built by its students, and what it does not
/// use would only take their time.
#pragma once

#include <filesystem>
#include <set>
#include <vector>

namespace grader {

/// Returns those of `candidates` that `sources` need, directly or not. All paths are relative to `project`.
///
/// A header is needed when a needed file includes it. A .cpp is needed with the header that it implements:
/// the one of its own name, or the one whose name begins its own ("saturation.hpp" for
/// "saturation_tanh.cpp"). If it includes no such header, it is needed with any header of its folder that it
/// includes.
std::set<std::filesystem::path> reached_from(const std::vector<std::filesystem::path>& sources,
                                             const std::vector<std::filesystem::path>& candidates,
                                             const std::filesystem::path& project);

}  // namespace grader
