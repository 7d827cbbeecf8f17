/// What a program said last.
#pragma once
#include <filesystem>
#include <string>

namespace grader {

/// The last line of a file that is not empty, cleaned; empty when there is none.
std::string last_line_of(const std::filesystem::path& file);

}  // namespace grader
