// One's own files lie where one says.
#include "grader/cli/submission_folder.hpp"

namespace grader {

SubmissionFolder submission_folder(const std::filesystem::path& submission, const Assignment&, Isolation) {
  return {submission};
}

}  // namespace grader
