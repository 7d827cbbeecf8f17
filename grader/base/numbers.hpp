/// Numbers as people read them.
#pragma once
#include <string>
#include <utility>

namespace grader {

/// 12, 7.5, 0.3: no trailing zeros and no rounding noise.
std::string format_points(double points);

/// At most `digits` significant digits; NaN and infinities as "NaN", "Infinity", "-Infinity".
std::string format_number(double value, int digits);

/// Two numbers with as few significant digits (six at least) as show that they differ.
std::pair<std::string, std::string> format_apart(double a, double b);

}  // namespace grader
