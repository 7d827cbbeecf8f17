/// The system calls that no compiler and no worker needs.
#pragma once
#include <linux/filter.h>
#include <sys/types.h>

#include <vector>

#include "grader/sandbox/limits.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

struct SystemCalls {
  bool new_processes = true;  ///< And threads. Otherwise these fail with EAGAIN, as at the limit.
  bool signals_to_others =
      true;  ///< Otherwise only to the caller of enter_seccomp(), by itself (raise, abort).
};

/// A program that is allowed one process needs no call that makes another.
SystemCalls system_calls(const Limits& limits);

/// A BPF program. It refuses (with EPERM) tracing other processes and changing how they run, namespaces and
/// mounts, sockets, owners and permissions of files, System V and POSIX message queues and shared memory,
/// kernel keys, io_uring, bpf, perf, modules, clocks, typing into a terminal, and the like. clone3 "does not
/// exist", so that libc takes clone, whose flags a filter can see; neither does any call that is newer than
/// this list. System calls of a foreign architecture kill. Throws std::runtime_error.
std::vector<sock_filter> seccomp_filter(const SystemCalls& calls);

/// The same in a file, positioned at its start: what bwrap's --seccomp wants.
UniqueFd seccomp_filter_file(const SystemCalls& calls);

/// Puts the calling process, which has no_new_privs, and all that it starts under the filter, for good. Safe
/// between fork and exec; changes `filter`.
bool enter_seccomp(std::vector<sock_filter>& filter);

}  // namespace grader
