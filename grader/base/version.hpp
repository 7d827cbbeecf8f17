/// What `grader --version` says about the program.
#pragma once

#include <string>

namespace grader {

/// Returns the first twelve digits of the commit that the program was built from, or "" if it was not built
/// in a clone and its sources do not say. Changes that were not committed do not show.
std::string commit();

/// Returns "grader 0.1.0", the commit and the compiler that built the program, each on a line.
std::string version_text(const std::string& version);

}  // namespace grader
