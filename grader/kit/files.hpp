/// File helpers for making and inspecting kits.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// Returns all regular files below a folder, relative to it, in order. Returns an empty list if the folder
/// does not exist.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

/// Returns the absolute path without the slash that a shell puts after a folder's name.
std::filesystem::path plain_path(const std::filesystem::path& folder);

}  // namespace grader
