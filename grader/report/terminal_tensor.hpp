#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// The expected and the student's values beside each other (below each other where `width` is too narrow),
/// wrong ones with a `*`:
///
///     expected        yours (* = wrong)
///       0.5  0.25       0.5  0.5*
///
/// Of a tensor of more than two axes, the matrix that holds the worst element. Empty when the evidence shows
/// no values, or the matrix has more than 6 rows or columns. One tolerance, that of the worst element,
/// decides which cells are wrong.
std::vector<std::string> tensor_lines(const Evidence& evidence, std::size_t width);

/// Whether the element is to be marked; NaN is wrong wherever a number is expected.
bool is_wrong(double expected, double actual, double tolerance);

}  // namespace grader
