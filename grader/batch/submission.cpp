#include "grader/batch/submission.hpp"

namespace grader {

HandedIn handed_in(const Submission& submission) { return {submission.source, submission.files}; }

std::string label_of(const Submission& submission) {
  std::string names;
  for (const Student& student : submission.students) {
    if (!student.name.empty()) names += (names.empty() ? "" : ", ") + student.name;
  }
  return names.empty() ? submission.id : names + " (" + submission.id + ')';
}

}  // namespace grader
