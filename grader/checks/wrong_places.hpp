/// Which elements of a gradient are wrong, and what they have in common.
#pragma once

#include <optional>
#include <vector>

#include "grader/checks/judged.hpp"

namespace grader {

/// Element by element, row-major: outside of its tolerance?
std::vector<bool> wrong_places(const Tensor& actual, const Expected& expected);

/// Index by index along `axis`: is any element of that slice wrong?
std::vector<bool> wrong_slices(const JudgedCase& judged, std::size_t axis);

/// Whether any element is wrong.
bool is_wrong(const JudgedCase& judged);

/// Index by index along `axis`: the values of an integer input that the axis counts (tokens, rows of a table)
/// which occur more than once in the case. Empty where the axis counts nothing of that kind.
std::optional<std::vector<bool>> repeated_values(const JudgedGradient& gradient, const JudgedCase& judged,
                                                 std::size_t axis);

}  // namespace grader
