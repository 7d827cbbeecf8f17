/// The descendants of a process: kills those that resist, and asks how long they were kept waiting.
#pragma once
#include <sys/types.h>

#include <chrono>

namespace grader {

/// Kills the process group of the child `leader`, which leads it. Then kills the descendants of the calling
/// process, their subreaper, until none is left. Returns the leader's wait status. Safe after fork in a
/// process that had threads.
int kill_descendants(pid_t leader);

struct ProcessorUse {
  /// The longest time that one descendant which is alive has been ready to run while no processor was free. 0
  /// where the kernel does not count it (/proc/PID/schedstat).
  std::chrono::duration<double> waited{};
  /// The processor time of the process and all its descendants, of the dead ones as far as somebody has
  /// waited for them.
  std::chrono::duration<double> used{};
};

/// Returns what the process `root` and its descendants have had of the processors until now.
ProcessorUse processor_use(pid_t root);

}  // namespace grader
