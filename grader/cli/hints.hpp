/// Chooses how this program names mistakes.
#pragma once

#include "grader/grading/judge.hpp"

namespace grader {

/// Returns the function that names known mistakes from the catalogue. A kit's program has no catalogue and
/// its own hints.cpp.
NameMistake hints();

}  // namespace grader
