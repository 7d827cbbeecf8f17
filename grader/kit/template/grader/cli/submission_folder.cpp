// One's own files lie where one says.
#include "grader/cli/submission_folder.hpp"

namespace grader {

std::filesystem::path submission_folder(const std::filesystem::path& submission, const Assignment&) {
  return submission;
}

}  // namespace grader
