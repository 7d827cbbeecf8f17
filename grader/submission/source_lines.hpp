/// Finds lines in a student's file, for messages that point at them.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace grader {

/// Returns the line that the description of a compiler error begins with: 12 for "affine.cpp:12: missing
/// ';'". Returns nullopt when the description begins with no line or with another file. See
/// `describe_first_error`.
std::optional<std::size_t> described_line(std::string_view description, std::string_view file);

/// Returns the line, counted from 1, on which the function `name` is defined, or nullopt when no definition
/// is found. This is a text search, not a parser: it skips `//` comments and declarations.
std::optional<std::size_t> line_of_function(std::string_view source, std::string_view name);

}  // namespace grader
