/// Grades one submission of a class and writes its report and record. Each submission has its own process, so
/// a crash does not stop the others.
#pragma once

#include "grader/batch/plan.hpp"

namespace grader {

/// Unpacks and grades the submission, and writes the report and then the record. A fault of the submission is
/// noted in the record. If another submission with the same files was graded, its report is reused, unless
/// that report has a grader_error, timeout or memory_limit, which may be chance. Returns false if the status
/// is grader_error, true otherwise. Throws InputError if the grader or the assignment changed after the plan
/// was made.
bool run_task(const Plan& plan, const Task& task);

}  // namespace grader
