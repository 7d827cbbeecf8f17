/// Input files of the command line.
#pragma once

#include <string>

namespace grader {

/// The whole text of a file, or of standard input for "-". Throws InputError with the path and the system's reason, also for a
/// folder and for more than 64 MiB.
std::string read_text(const std::string& path);

}  // namespace grader
