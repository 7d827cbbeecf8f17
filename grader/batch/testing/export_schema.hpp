/// Checks exports against schemas that were made from the platforms' documentation.
#pragma once

#include <string>

namespace grader::testing {

/// Returns what the platform's schema says against a CSV file: "" if nothing. The schema sees an object with
/// the header, the rows as lists, and as `records` the rows as objects.
std::string export_complaint(const std::string& platform, const std::string& csv);

}  // namespace grader::testing
