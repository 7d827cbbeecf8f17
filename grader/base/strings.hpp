/// Strings taken apart and put together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// The lines without their newlines. A newline at the end begins no further line.
std::vector<std::string_view> lines_of(std::string_view text);

/// "affine, relu".
std::string join(const std::vector<std::string>& words, std::string_view separator = ", ");

/// `text` with every `from` replaced by `to`. What `to` brings along is not looked at again.
std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace grader
