#include "grader/submission/bare_text.hpp"

#include <algorithm>
#include <cctype>

namespace grader {

namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\0'; }

// Returns one past the end of the string or character that begins at `at`.
std::size_t end_of_literal(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return at < text.size() ? at : text.size();
}

}  // namespace

std::string bare_text(std::string_view source) {
  if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);
  std::string bare;
  for (std::size_t at = 0; at < source.size();) {
    const std::string_view rest = source.substr(at);
    if (rest.starts_with("//")) {
      at = std::min(source.find('\n', at), source.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = source.find("*/", at + 2);
      at = end == std::string_view::npos ? source.size() : end + 2;
    } else if (source[at] == '"' || source[at] == '\'') {
      const std::size_t end = end_of_literal(source, at);
      bare += source.substr(at, end - at);
      at = end;
    } else {
      if (!is_space(source[at])) bare += source[at];
      ++at;
    }
  }
  return bare;
}

}  // namespace grader
