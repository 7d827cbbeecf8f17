/// Finds the numbers in a student's source that may decide something although nothing compares with them.
///
/// `n % 64`, `i & 31`, `n > 48 ? 48 : n`, `std::array<double, 64>` and `static_cast<unsigned char>(i)` go
/// wrong beyond a number, and `x / (scale + 1e-12)` near one. The compiled code has no comparison that
/// reports them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct WrittenNumber {
  std::size_t number = 0;  ///< 64 for `1 << 6`, 256 for the type `unsigned char`, 32768 for `short`
  std::size_t line = 0;    ///< counted from 1
  std::string text = {};   ///< as it is written, with its value where that is not clear: "uint8_t: 256"
};

/// Returns them in the order in which they are written, each number once, without those below 6, which every
/// layer's own cases go beyond, and those above 4096. Numbers beside a comparison are left out: the compiled
/// code reports those, and most of them count turns of a loop. This reads tokens; it is no parser.
std::vector<WrittenNumber> written_numbers(std::string_view source);

struct WrittenFraction {
  double number = 0.0;
  std::size_t line = 0;
  std::string text = {};
};

/// Returns the numbers that are far smaller or far larger than usual values: those whose magnitude is from
/// 1e-20 to 1e-3, and from 100 to 1e5 where they have a fraction, an exponent or a minus sign of their own.
/// Each is returned once, and those beside a comparison are left out.
std::vector<WrittenFraction> written_fractions(std::string_view source);

}  // namespace grader
