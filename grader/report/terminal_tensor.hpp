#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// Returns the expected and the student's values beside each other, or below each other when `width` is too
/// narrow. Wrong values have a `*`:
///
///     expected        yours (* = wrong)
///       0.5  0.25       0.5  0.5*
///
/// Shows the matrix that contains the worst element of a tensor with more than two axes. Returns nothing
/// when the evidence shows no values or when the matrix has more than 6 rows or columns.
std::vector<std::string> tensor_lines(const Evidence& evidence, std::size_t width);

/// Returns, for each of the values that the evidence shows, whether to mark it.
std::vector<bool> marked_elements(const Evidence& evidence);

}  // namespace grader
