/// Finds the layers whose files a kit needs.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace grader {

/// Returns the path of a solution relative to `solutions`: a1-gates/affine.cpp for "affine.cpp". Throws
/// InputError if no solution has that name.
std::filesystem::path solution_of(const std::filesystem::path& solutions, const std::string& file);

/// Returns the layers ("affine") that the C++ files below `folder` can call, which are those whose header
/// they include.
std::set<std::string> layers_called(const std::filesystem::path& folder,
                                    const std::filesystem::path& solutions);

/// Returns `layers` together with all layers that their solutions call, directly or through others.
std::set<std::string> with_callees(std::set<std::string> layers, const std::filesystem::path& solutions);

}  // namespace grader
