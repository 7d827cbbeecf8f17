/// Splits, joins and replaces strings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// Splits a text into lines without their newlines. A newline at the end starts no further line.
std::vector<std::string_view> lines_of(std::string_view text);

/// Joins words into one string: "affine, relu".
std::string join(const std::vector<std::string>& words, std::string_view separator = ", ");

/// Returns `text` with every `from` replaced by `to`. Replacements are not searched again.
std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace grader
