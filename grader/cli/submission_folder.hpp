/// Where in what was named on the command line the files to grade are.
#pragma once

#include <filesystem>

#include "grader/grading/assignment.hpp"

namespace grader {

/// The folder with the assignment's files: up to three folders below `submission`, as students tend to hand them in. Where there is
/// none it is `submission` itself, and who collects the files says what is missing. A student's own program, for which the files lie
/// in one place, has another submission_folder.cpp.
std::filesystem::path submission_folder(const std::filesystem::path& submission,
                                        const Assignment& assignment);

}  // namespace grader
