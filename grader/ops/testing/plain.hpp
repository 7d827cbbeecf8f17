/// For tests that write a layer's formulas out with plain numbers.
#pragma once

#include <cmath>

namespace backprop {

/// The tolerance for numbers that differ by the order of their operations only.
inline constexpr double kExact = 1e-14;

inline double sigmoid_of(double x) { return 1.0 / (1.0 + std::exp(-x)); }

}  // namespace backprop
