/// Ending processes that do not want to end.
#pragma once
#include <sys/types.h>

namespace grader {

/// Kills the process group of child `leader` (of which it is the leader) and then every descendant of the
/// calling process, which is their subreaper, until there is none. Returns the leader's wait status. Safe
/// after fork in a process that had threads.
int kill_descendants(pid_t leader);

}  // namespace grader
