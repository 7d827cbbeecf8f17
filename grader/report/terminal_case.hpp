#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// Returns the call that went wrong as text: its inputs, attributes and upstream gradients, then the tensor
/// that is wrong beside the right one. Numbers have six digits; report.json has all. No line is wider than
/// `width`, which must be at least 40.
std::vector<std::string> case_lines(const FailingCase& failing, std::size_t width);

/// Returns "inputs of kind \"batch-of-one\" (case seed 7)", with the case's note if it has one.
std::string case_name(const FailingCase& failing);

}  // namespace grader
