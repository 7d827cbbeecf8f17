/// One line of a terminal, written again and again.
#pragma once
#include <cstddef>
#include <string_view>

namespace grader {

inline constexpr std::string_view kEraseLine = "\r\x1B[K";
inline constexpr std::size_t kMaxLine = 79;  ///< A line that wraps could not be overwritten.

/// Whether this is a terminal that can.
bool can_overwrite(int fd);

/// Progress that cannot be written is no reason to fail.
void write_or_drop(int fd, std::string_view text);

}  // namespace grader
