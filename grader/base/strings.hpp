/// Splits, joins and replaces strings.
#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace grader {

/// Splits a text into lines without their newlines. A newline at the end starts no further line.
std::vector<std::string_view> lines_of(std::string_view text);
/// A temporary string would be gone before its lines are read.
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> lines_of(Temporary&& text) = delete;

/// Joins words into one string: "affine, relu".
std::string join(const std::vector<std::string>& words, std::string_view separator = ", ");

/// Joins what `word` returns for each element of a range: join(all_ops(), &Op::name).
template <class Range, class Word>
requires(std::is_invocable_v<Word, const typename Range::value_type&>) std::string
    join(const Range& range, const Word& word) {
  std::vector<std::string> words;
  for (const auto& each : range) words.emplace_back(std::invoke(word, each));
  return join(words);
}

/// Returns `text` with every `from` replaced by `to`. Replacements are not searched again.
std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace grader
