/// The descendants of a process: kills those that resist, and asks how long they were kept waiting.
#pragma once
#include <sys/types.h>

#include <chrono>

namespace grader {

/// Kills the process group of the child `leader`, which leads it. Then kills the descendants of the calling
/// process, their subreaper, until none is left. Returns the leader's wait status. Safe after fork in a
/// process that had threads.
int kill_descendants(pid_t leader);

/// Returns the longest time that one descendant of `root` which is alive has been ready to run while no
/// processor was free. Returns 0 where the kernel does not count it (/proc/PID/schedstat).
std::chrono::duration<double> waited_for_processor(pid_t root);

/// Returns the processor time of `root` and all its descendants, of the dead ones as far as somebody has
/// waited for them.
std::chrono::duration<double> processor_time(pid_t root);

}  // namespace grader
