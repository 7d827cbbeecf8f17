/// Turns the warnings of g++ or clang++ into sentences for the student.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "grader/submission/collect.hpp"

namespace grader {

/// Returns the flags that make clang++, or else g++, warn of what `describe_warnings` explains.
const std::vector<std::string>& warning_flags(bool clang);

/// Describes the warnings about the student's file that point to a slip, such as a loop that ends at a stray
/// ';'. Returns at most three, in the order of their lines, as "line 12: 'dout' is never used". They are
/// cleaned and have at most 200 characters each.
std::vector<std::string> describe_warnings(std::string_view output, const SourceFile& source);

}  // namespace grader
