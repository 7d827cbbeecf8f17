/// Who names mistakes in this program.
#pragma once

#include "grader/grading/judge.hpp"

namespace grader {

/// The catalogue of known mistakes. A program without the catalogue, such as a student's own, has another
/// hints.cpp.
NameMistake hints();

}  // namespace grader
