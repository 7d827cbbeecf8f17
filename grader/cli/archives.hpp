/// How this program opens archives.
#pragma once

#include "grader/sandbox/isolation.hpp"
#include "grader/submission/gather.hpp"

namespace grader {

/// For `gather`. Empty in a student's own program, which has another archives.cpp: there archives are named
/// and not opened.
OpenArchive archives(Isolation isolation);

}  // namespace grader
