#include "grader/base/numbers.hpp"

#include <fmt/format.h>

#include <cmath>

namespace grader {

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
