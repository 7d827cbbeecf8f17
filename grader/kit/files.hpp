/// The files of a folder, for what makes and inspects kits.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// All regular files below a folder, relative to it, in order. None where there is no such folder.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

/// Absolute, and without a slash at its end, as a shell completes the name of a folder.
std::filesystem::path plain_path(const std::filesystem::path& folder);

}  // namespace grader
