/// Every backward pass is linear in the upstream gradient: b(0) = 0 and b(a u + c v) = a b(u) + c b(v).
#pragma once

#include <optional>
#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

struct BrokenLinearity {
  std::string sentence;  ///< "dx is not linear in the upstream gradient."
  /// Says which law fails, with numbers: zero, doubling, sign or sum.
  std::string law;
  /// True if the answer was compared at the scale of the reference's. The answer to zero has no scale.
  bool by_scale = true;
};

/// Returns what is not linear about the gradient in this case, or nullopt when it is linear. All answers must
/// have the right shape and finite values.
std::optional<BrokenLinearity> broken_linearity(const JudgedGradient& gradient, const JudgedCase& judged);

}  // namespace grader
