#include "grader/base/numbers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace grader {

// Not by std::from_chars, which libc++ has for whole numbers only.
std::optional<double> parse_number(std::string_view text) {
  if (text.empty() || text.starts_with('+') || text.find_first_not_of("0123456789.eE+-") != text.npos)
    return std::nullopt;
  const std::string terminated(text);
  char* end = nullptr;
  const double value = std::strtod(terminated.c_str(), &end);
  if (end != terminated.c_str() + terminated.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string format_points(double points) {
  const double rounded = std::round(points * 1e6) / 1e6;
  return fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

std::string format_number(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return fmt::format("{:.{}g}", value + 0.0, digits);  // 0, not -0
}

std::pair<std::string, std::string> format_apart(double a, double b) {
  constexpr int kFewest = 6;
  constexpr int kExact = 17;
  for (int digits = kFewest;; ++digits) {
    std::pair texts{format_number(a, digits), format_number(b, digits)};
    if (texts.first != texts.second || digits == kExact) return texts;
  }
}

}  // namespace grader
