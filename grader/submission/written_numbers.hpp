/// Finds the whole numbers in a student's source that may limit a size although nothing compares with them.
///
/// `n % 64`, `i & 31`, `n > 48 ? 48 : n`, `std::array<double, 64>` and `static_cast<unsigned char>(i)` go
/// wrong beyond a number, and the compiled code has no comparison that reports it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct WrittenNumber {
  std::size_t number = 0;  ///< 64 for `1 << 6`, 256 for the type `unsigned char`
  std::size_t line = 0;    ///< counted from 1
  std::string text = {};   ///< as it is written, with its value where that is not clear: "uint8_t: 256"
};

/// Returns them in the order in which they are written, each number once, without those below 6, which every
/// layer's own cases go beyond, and those above 4096. Numbers beside a comparison are left out: the compiled
/// code reports those, and most of them count turns of a loop. This reads tokens; it is no parser.
std::vector<WrittenNumber> written_numbers(std::string_view source);

}  // namespace grader
