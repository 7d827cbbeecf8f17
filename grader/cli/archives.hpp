/// Chooses how this program opens archives.
#pragma once

#include "grader/sandbox/isolation.hpp"
#include "grader/submission/gather.hpp"

namespace grader {

/// Returns the function with which `gather` opens archives. In a kit's program, which has its own
/// archives.cpp, the function is empty: archives are then named in messages but not opened.
OpenArchive archives(Isolation isolation);

}  // namespace grader
