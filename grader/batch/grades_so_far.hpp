/// The grades that a batch has made, also while it is at work and after it was stopped.
#pragma once

#include <string>
#include <vector>

#include "grader/batch/class_list.hpp"
#include "grader/batch/grades_folder.hpp"

namespace grader {

struct GradesSoFar {
  ClassList list;
  bool ended = true;  ///< Whether the batch came to its end. Otherwise pages and reports may be missing.
  std::vector<std::string> not_graded = {};  ///< Names of the students who are still to be graded.
};

/// Reads what is graded. Throws InputError if the folder has no grades, if a batch was stopped before it had
/// listed the class, or if overrides.csv has been changed since the batch began.
GradesSoFar grades_so_far(const GradesFolder& folder);

}  // namespace grader
