/// Lines of a student's file, for those who point at them.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace grader {

/// The line that a description of a compiler's error begins with: 12 of "affine.cpp:12: missing ';'"; nothing
/// where it names none, or another file. See `describe_first_error`.
std::optional<std::size_t> described_line(std::string_view description, std::string_view file);

/// The line, from 1, in which the function of that name is defined; nothing where none is, as far as the text
/// tells without a parser: comments of one line are left out, and a declaration is none.
std::optional<std::size_t> line_of_function(std::string_view source, std::string_view name);

}  // namespace grader
