/// Turns the output of g++ or clang++ into a message for the student.
#pragma once
#include <string>
#include <string_view>

#include "grader/submission/collect.hpp"

namespace grader {

/// Describes the first error in the compiler's output in plain words. The message names a line of the
/// student's file, even when the compiler found the error in a header:
///
///     affine.cpp:12: missing ';' before 'return'
///       const Matrix y = x * 2.0
///                               ^
///
/// The second and third line appear when the line is known. The result is cleaned and has at most about 300
/// characters. It is empty when the output has no error.
std::string describe_first_error(std::string_view output, const SourceFile& source);

}  // namespace grader
