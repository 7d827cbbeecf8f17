/// Kills processes that resist.
#pragma once
#include <sys/types.h>

namespace grader {

/// Kills the process group of the child `leader`, which leads it. Then kills the descendants of the calling
/// process, their subreaper, until none is left. Returns the leader's wait status. Safe after fork in a
/// process that had threads.
int kill_descendants(pid_t leader);

}  // namespace grader
