#include "grader/batch/submission.hpp"
#include "grader/base/strings.hpp"

namespace grader {

HandedIn handed_in(const Submission& submission) { return {submission.source, submission.files}; }

std::string label_of(const Submission& submission) {
  std::vector<std::string> names;
  for (const Student& student : submission.students) {
    if (!student.name.empty()) names.push_back(student.name);
  }
  const bool has_one = !submission.id.empty() || submission.students.empty();
  const std::string& id = has_one ? submission.id : submission.students.front().id;
  if (names.empty()) return id;
  return join(names) + " (" + id + ')';
}

}  // namespace grader
