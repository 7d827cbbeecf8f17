/// Overwrites one line of a terminal.
#pragma once
#include <cstddef>
#include <string_view>

namespace grader {

inline constexpr std::string_view kEraseLine = "\r\x1B[K";
inline constexpr std::size_t kMaxLine = 79;  ///< A line that wraps could not be overwritten.

/// Returns whether `fd` is a terminal that can overwrite a line.
bool can_overwrite(int fd);

/// Writes the text and ignores errors: progress is not worth failing for.
void write_or_drop(int fd, std::string_view text);

}  // namespace grader
