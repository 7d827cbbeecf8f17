/// In a kit the layers of earlier assignments are the student's own, since there is no reference to take their place.
#pragma once

#include <vector>

#include "grader/grading/assignment.hpp"

namespace grader {

/// The layers, in order of their names, that libraries and scenarios of an assignment run and that are no problem of it.
std::vector<ProblemSpec> earlier_layers(const Assignment& assignment);

/// `problems` and, in a kit, the earlier layers that these run.
std::vector<const ProblemSpec*> with_earlier_layers(const Assignment& assignment,
                                                    std::vector<const ProblemSpec*> problems);

}  // namespace grader
