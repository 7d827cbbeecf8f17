#include "grader/cli/submission_folder.hpp"

#include "grader/batch/locate.hpp"

namespace grader {

std::filesystem::path submission_folder(const std::filesystem::path& submission,
                                        const Assignment& assignment) {
  const Located located = locate(submission, assignment.id, assignment.files());
  const auto* files = std::get_if<FilesFolder>(&located);
  return files != nullptr ? files->path : submission;
}

}  // namespace grader
