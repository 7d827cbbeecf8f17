/// Laying out text in columns. Widths count characters (code points), not bytes.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// The number of characters in valid UTF-8.
std::size_t width_of(std::string_view text);

/// Padded with spaces on the right, or on the left, to `width`; longer text is left as it is.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

/// Cut to `width` characters, the last one "…" when something was cut.
std::string shortened(std::string_view text, std::size_t width);

/// Filled lines of at most `width` characters, broken at spaces only: a longer word has a line of its own.
/// A newline in the text is one in the result. Never empty.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// Two blocks of lines beside each other, `gap` spaces after the widest line of the left one.
std::vector<std::string> side_by_side(const std::vector<std::string>& left,
                                      const std::vector<std::string>& right, std::size_t gap);

/// The width of the widest line.
std::size_t width_of(const std::vector<std::string>& lines);

}  // namespace grader
