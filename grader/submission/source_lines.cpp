#include "grader/submission/source_lines.hpp"

#include <algorithm>
#include <charconv>

namespace grader {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_commented(std::string_view source, std::size_t at) {
  const std::size_t begin = source.rfind('\n', at) + 1;  // npos + 1 is 0
  return source.substr(begin, at - begin).find("//") != std::string_view::npos;
}

/// Returns whether the parenthesis of a call or signature is followed by a body, "{".
bool has_body(std::string_view rest) {
  int depth = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '(') ++depth;
    if (rest[i] == ')' && --depth == 0) {
      const std::size_t next = rest.find_first_not_of(" \t\r\n", i + 1);
      return next != std::string_view::npos && rest[next] == '{';
    }
  }
  return false;
}

}  // namespace

std::optional<std::size_t> described_line(std::string_view description, std::string_view file) {
  if (!description.starts_with(file) || !description.substr(file.size()).starts_with(':'))
    return std::nullopt;
  const std::string_view number = description.substr(file.size() + 1);
  std::size_t line = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
  if (error != std::errc() || line == 0) return std::nullopt;
  return line;
}

std::optional<std::size_t> line_of_function(std::string_view source, std::string_view name) {
  for (std::size_t at = source.find(name); at != std::string_view::npos; at = source.find(name, at + 1)) {
    const std::string_view rest = source.substr(at + name.size());
    const bool whole = (at == 0 || !is_word(source[at - 1])) && !rest.empty() && !is_word(rest[0]);
    const std::size_t next = rest.find_first_not_of(" \t\r\n");
    if (!whole || next == std::string_view::npos || rest[next] != '(' || is_commented(source, at)) continue;
    if (!has_body(rest)) continue;
    return 1 +
           static_cast<std::size_t>(std::count(source.begin(), source.begin() + std::ptrdiff_t(at), '\n'));
  }
  return std::nullopt;
}

}  // namespace grader
