/// A place in student code where a value is compared with a fixed number, or with another value, so that the
/// code may branch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace grader {

/// A worker reports at most this many.
inline constexpr std::size_t kMostBranches = 256;

struct Branch {
  std::vector<std::uint64_t> site;  ///< return addresses, the innermost first
  bool whole = false;               ///< whether integers were compared
  double number = 0.0;              ///< the fixed number
  double least = 0.0;               ///< of the values that were compared with it
  double most = 0.0;
  bool below = false;  ///< whether a value was below the number; likewise equal, above
  bool equal = false;
  bool above = false;
  /// Of the values on a side that occurred, the one nearest to the number.
  double nearest_below = 0.0;
  double nearest_above = 0.0;
  /// Whether both sides of the comparison varied. Then `number` is 0, and the outcomes are those of the left
  /// side against the right one.
  bool two_values = false;
};

}  // namespace grader
