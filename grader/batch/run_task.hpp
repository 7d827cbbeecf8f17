/// One submission of a class, from what was handed in to report and record. Each runs in a process of its
/// own: whatever happens to it, the others go on.
#pragma once
#include "grader/batch/plan.hpp"

namespace grader {

/// Unpacks, grades, writes the report and then the record. What is wrong with the submission ends in the
/// record. A submission that consists of the very files of another one is given that one's verdict, unless
/// chance (a time limit) had a part in it. Throws InputError when grader or assignment are no longer those of
/// the plan. Returns whether the verdict is one: false for grader_error.
bool run_task(const Plan& plan, const Task& task);

}  // namespace grader
