/// For tests: values that many tests use.
#pragma once

#include <backprop/types.hpp>
#include <limits>

namespace backprop {

inline const Matrix kX = {{1, -2, 3}, {4, 5, -6}};
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace backprop
