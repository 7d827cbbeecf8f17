/// Explains an answer that is wrong in whole slices of a tensor: in some rows, the first or last step, a
/// gate.
///
/// Each function takes the wrong cases and the case that is shown, and returns a sentence that holds in all
/// wrong cases, or an empty string.
#pragma once

#include <string>

#include "grader/checks/wrong_cases.hpp"

namespace grader {

/// Says that the rows are right whose index does not occur in an input that counts the axis.
std::string rows_that_occur(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown);

/// Says that just those rows are wrong whose index occurs more than once.
std::string repeated_rows(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown);

/// Says that an answer is wrong, or right, in the first or last slice along an axis only.
std::string slices_along_an_axis(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown);

/// Says in which of the gates that lie side by side an answer is wrong. The gates that are right must say
/// something in at least two wrong cases.
std::string gates_that_are_wrong(const JudgedGradient& gradient, const Cases& cases, const JudgedCase& shown);

}  // namespace grader
