#include "grader/base/csv_text.hpp"

#include <algorithm>

#include "grader/base/text.hpp"

namespace grader {

namespace {

/// U+FF1D, U+FF0B, U+FF0D and U+FF20: the full-width forms of = + - @.
constexpr std::string_view kFullWidth[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

}  // namespace

std::string csv_text(std::string_view text) {
  std::string field = clean(text, 1000);
  // Spreadsheets take these for the beginning of a formula, the full-width forms as well. Some of them drop
  // blanks before it.
  const std::string_view begin = text.substr(std::min(text.find_first_not_of(' '), text.size()));
  const bool is_formula =
      !begin.empty() && (std::string_view("=+-@\t\r\n").find(begin[0]) != std::string_view::npos ||
                         std::ranges::any_of(kFullWidth, [&](auto sign) { return begin.starts_with(sign); }));
  if (is_formula) field = "'" + field;
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace grader
