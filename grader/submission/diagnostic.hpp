/// From what g++ writes to what a student reads.
#pragma once
#include <string>
#include <string_view>

#include "grader/submission/collect.hpp"

namespace grader {

/// The first error in the compiler's output, told in plain words and at the student's own line, also when the
/// compiler found it in a header:
///
///     affine.cpp:12: missing ';' before 'return'
///       const Matrix y = x * 2.0
///                               ^
///
/// The second and third line are there when the line is known. At most about 300 characters, cleaned. Empty
/// when the output has no error.
std::string describe_first_error(std::string_view output, const SourceFile& source);

}  // namespace grader
