/// Reads numbers that people write, and writes numbers for people.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace grader {

/// Returns the finite number that `text` is from its first to its last character: "-0.5", "1e-3". Returns
/// nullopt for any other text, also for "+1", " 1" and "0x10".
std::optional<double> parse_number(std::string_view text);

/// Writes 12, 7.5 or 0.3, without trailing zeros or rounding noise.
std::string format_points(double points);

/// Writes at most `digits` significant digits. NaN and infinities become "NaN", "Infinity" and "-Infinity",
/// and -0 becomes "0".
std::string format_number(double value, int digits);

/// Writes two numbers with just enough significant digits, but at least six, to show that they differ.
std::pair<std::string, std::string> format_apart(double a, double b);

}  // namespace grader
