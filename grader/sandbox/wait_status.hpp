/// What waitpid(2) tells.
#pragma once
#include "grader/sandbox/outcome.hpp"

namespace grader {

/// Sets ending, exit_code and signal.
void ending_from_wait_status(int wait_status, Outcome& outcome);

}  // namespace grader
