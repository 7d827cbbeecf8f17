/// Shows tensors in a page.
#pragma once
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// Returns the expected and the actual values as two tables beside each other. Wrong elements of the second
/// are marked, for the eye and for a screen reader. Each combination of all axes but the last gets a row.
/// Of a tensor that is too large, returns a picture of how far it is off instead. Returns an empty string
/// when the evidence holds neither.
std::string html_tensors(const Evidence& evidence);

/// Returns one tensor as a table under the caption, which is HTML already. A number is a paragraph, and so is
/// the shape of a tensor that is too large.
std::string html_tensor(const std::string& caption, const NamedTensor& tensor);

}  // namespace grader
