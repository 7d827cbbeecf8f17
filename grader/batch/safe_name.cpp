#include "grader/batch/safe_name.hpp"

#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxLength = 80;
constexpr std::size_t kHashDigits = 8;

bool is_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

}  // namespace

std::string safe_name(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, kMaxLength)) result += is_safe(c) ? c : '_';
  if (result.empty() || result[0] == '-' || result[0] == '.') result.insert(0, "_");
  if (result == name) return result;
  return result + '-' + sha256(name).substr(0, kHashDigits);
}

}  // namespace grader
