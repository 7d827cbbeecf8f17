/// Lays out text in columns. Widths count characters (code points), not bytes.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// Returns the number of characters in valid UTF-8.
std::size_t width_of(std::string_view text);

/// Pads text with spaces to `width`, on the right or on the left. Longer text is left as it is.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

/// Cuts text to `width` characters. When something was cut, the last character is "…".
std::string shortened(std::string_view text, std::size_t width);

/// Wraps text into lines of at most `width` characters. Breaks at spaces only, so a longer word gets a line
/// of its own. Keeps the text's newlines. Returns at least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// Puts two blocks of lines beside each other, `gap` spaces after the widest line of the left one.
std::vector<std::string> side_by_side(const std::vector<std::string>& left,
                                      const std::vector<std::string>& right, std::size_t gap);

/// Returns the width of the widest line.
std::size_t width_of(const std::vector<std::string>& lines);

}  // namespace grader
