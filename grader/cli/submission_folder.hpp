/// Where in what was named on the command line the files to grade are.
#pragma once

#include <filesystem>
#include <memory>

#include "grader/grading/assignment.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

struct SubmissionFolder {
  std::filesystem::path path;
  std::shared_ptr<const void> unpacked =
      nullptr;  ///< Holds what came out of an archive; it is gone with the last copy.
};

/// The folder with the assignment's files: up to three folders below `submission`, as students tend to hand
/// them in; or what is in the archive that `submission` is, or holds in their place. Where there is none it
/// is `submission` itself, and who collects the files says what is missing. Throws InputError for an archive
/// with nothing to grade. A student's own program, for which the files lie in one place, has another
/// submission_folder.cpp.
SubmissionFolder submission_folder(const std::filesystem::path& submission, const Assignment& assignment,
                                   Isolation isolation);

}  // namespace grader
