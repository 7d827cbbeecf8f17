#include "grader/base/csv_text.hpp"

#include "grader/base/text.hpp"

namespace grader {

std::string csv_text(std::string_view text) {
  std::string field = clean(text, 1000);
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    field = "'" + field;
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace grader
