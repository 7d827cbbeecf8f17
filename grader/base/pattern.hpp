/// Regular expressions. <regex> takes seconds to compile in each file that includes it, so only pattern.cpp
/// does.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// An expression in ECMAScript's syntax. Matching recurses once for each character, so a caller limits the
/// length of a text whose author is not trusted.
class Pattern {
 public:
  enum class Letters { exact, any_case };

  /// Throws std::regex_error when the expression is malformed.
  explicit Pattern(const char* expression, Letters letters = Letters::exact);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  /// The whole match and its groups, in order. A group that took no part is empty.
  using Groups = std::vector<std::string>;

  /// Returns the groups when the whole text fits the expression.
  std::optional<Groups> match(std::string_view text) const;
  /// Returns the groups of each place that fits, from left to right.
  std::vector<Groups> find_all(std::string_view text) const;
  /// Replaces each place that fits. "$1" in `replacement` is the first group.
  std::string replace_all(std::string_view text, const std::string& replacement) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace grader
