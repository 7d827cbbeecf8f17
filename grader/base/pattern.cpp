#include "grader/base/pattern.hpp"

#include <iterator>
#include <regex>

namespace grader {

namespace {

using Match = std::match_results<std::string_view::const_iterator>;

Pattern::Groups groups_of(const Match& match) {
  Pattern::Groups groups;
  for (const auto& group : match) groups.push_back(group.str());
  return groups;
}

}  // namespace

struct Pattern::Compiled {
  std::regex regex;
};

Pattern::Pattern(const char* expression, Letters letters)
    : compiled_(new Compiled{std::regex(expression, letters == Letters::any_case
                                                        ? std::regex::ECMAScript | std::regex::icase
                                                        : std::regex::ECMAScript)}) {}

Pattern::~Pattern() = default;

std::optional<Pattern::Groups> Pattern::match(std::string_view text) const {
  Match match;
  if (!std::regex_match(text.begin(), text.end(), match, compiled_->regex)) return std::nullopt;
  return groups_of(match);
}

std::vector<Pattern::Groups> Pattern::find_all(std::string_view text) const {
  using Iterator = std::regex_iterator<std::string_view::const_iterator>;
  std::vector<Groups> found;
  for (Iterator match(text.begin(), text.end(), compiled_->regex), end; match != end; ++match)
    found.push_back(groups_of(*match));
  return found;
}

std::string Pattern::replace_all(std::string_view text, const std::string& replacement) const {
  std::string result;
  std::regex_replace(std::back_inserter(result), text.begin(), text.end(), compiled_->regex, replacement);
  return result;
}

}  // namespace grader
