#include "grader/report/html_text.hpp"

#include <fmt/format.h>

#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"

namespace grader {
namespace {

std::string_view escaped(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool stands_for_itself(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

}  // namespace

std::string html(std::string_view untrusted, std::size_t cap) {
  std::string result;
  for (const char c : clean(untrusted, cap)) {
    if (const std::string_view entity = escaped(c); !entity.empty()) {
      result += entity;
    } else {
      result += c;
    }
  }
  return result;
}

std::string href(std::string_view relative_path) {
  std::string result;
  for (const char c : relative_path) {
    if (stands_for_itself(c)) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  // "//host" and "/path" would lead out of the folder.
  return result.starts_with('/') ? "." + result : result;
}

std::string script_json(std::string_view json) {
  std::string result(json);
  result = replace_all(result, "<", "\\u003c");
  result = replace_all(result, "\xE2\x80\xA8", "\\u2028");
  result = replace_all(result, "\xE2\x80\xA9", "\\u2029");
  return result;
}

}  // namespace grader
