/// From what the linker writes to what a student reads.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/submission/build_limits.hpp"
#include "grader/submission/link.hpp"

namespace grader {

/// "affine.o" for "affine.cpp": by these names the linker speaks of them.
std::string object_name(const std::string& source_name);

/// Functions that are missing and functions that are there twice, one failure for each file at fault, told
/// with the declaration in the header. Understands GNU ld and gold. Empty when it is about neither.
std::vector<BuildFailure> describe_link_errors(std::string_view output, const std::vector<Object>& objects,
                                               const std::vector<OpFile>& ops,
                                               const std::filesystem::path& include);

/// The last line that is not collect2's own, cleaned; for errors that nobody has foreseen.
std::string last_line(std::string_view output);

}  // namespace grader
