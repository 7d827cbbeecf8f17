/// Files as text.
#pragma once

#include <filesystem>
#include <string>

namespace grader {

/// Throws InputError with the path and the system's reason when `path` cannot be read or is a folder.
std::string read_file(const std::filesystem::path& path);

}  // namespace grader
