#pragma once
#include <filesystem>
#include <string>

namespace grader {

/// The bytes of a regular file. Throws `InputError` naming it when it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace grader
