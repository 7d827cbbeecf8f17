/// The grades that a batch has made, also while it is at work and after it was stopped.
#pragma once

#include <string>
#include <vector>

#include "grader/batch/class_list.hpp"
#include "grader/batch/grades_folder.hpp"

namespace grader {

/// A student who handed something in and has no grade, though the batch has dealt with it.
struct Ungraded {
  std::string name;
  BatchStatus status = BatchStatus::unreadable;  ///< Or `ambiguous`, or `grader_error`.
};

struct GradesSoFar {
  ClassList list;
  bool ended = true;  ///< Whether the batch came to its end. Otherwise pages and reports may be missing.
  std::vector<std::string> not_graded = {};  ///< Names of the students who are still to be graded.
  std::vector<Ungraded> ungraded = {};
  std::vector<std::string> absent = {};  ///< Names of those who did not submit and have no points by hand.
};

/// Reads what is graded. Throws InputError if the folder has no grades, if a batch was stopped before it had
/// listed the class, or if overrides.csv has been changed since the batch began.
GradesSoFar grades_so_far(const GradesFolder& folder);

}  // namespace grader
