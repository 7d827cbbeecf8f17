/// Turns the linker's output into messages for the student.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/submission/build_limits.hpp"
#include "grader/submission/link.hpp"

namespace grader {

/// Returns "affine.o" for "affine.cpp". The linker calls the files by these names.
std::string object_name(const std::string& source_name);

/// Describes missing functions and functions defined twice, with one failure for each file at fault. A
/// failure quotes the declaration in the header. Understands GNU ld and gold. Returns an empty list for any
/// other error.
std::vector<BuildFailure> describe_link_errors(std::string_view output, const std::vector<Object>& objects,
                                               const std::vector<OpFile>& ops,
                                               const std::filesystem::path& include);

/// Returns the last line that collect2 did not write, cleaned. It serves for errors that
/// `describe_link_errors` does not know.
std::string last_line(std::string_view output);

}  // namespace grader
