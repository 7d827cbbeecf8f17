/// Refuses system calls that no compiler and no worker needs.
#pragma once
#include <linux/filter.h>
#include <sys/types.h>

#include <vector>

#include "grader/sandbox/program.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

struct SystemCalls {
  bool new_processes = true;      ///< And threads. When false, these fail with EAGAIN, as at the limit.
  bool signals_to_others = true;  ///< When false, the process can signal only itself (raise, abort).
};

/// Returns the system calls to allow. A program that may have only one process needs no call that makes
/// another.
SystemCalls system_calls(const Limits& limits);

/// Returns a BPF program. It refuses these with EPERM: tracing other processes and changing how they run,
/// namespaces and mounts, sockets, owners and permissions of files, System V and POSIX message queues and
/// shared memory, kernel keys, io_uring, bpf, perf, modules, clocks, typing into a terminal, and the like.
/// For clone3 it says that the call does not exist, so that libc uses clone, whose flags a filter can see. It
/// says the same for every call newer than this list. A system call of a foreign architecture kills the
/// process. Throws std::runtime_error when the program cannot be built.
std::vector<sock_filter> seccomp_filter(const SystemCalls& calls);

/// Returns the BPF program in a file, positioned at its start, for bwrap's --seccomp.
UniqueFd seccomp_filter_file(const SystemCalls& calls);

/// Applies the filter, for good, to the calling process and everything that it starts. The process must have
/// no_new_privs. Safe between fork and exec. Changes `filter`. Returns false and sets errno when it cannot.
bool enter_seccomp(std::vector<sock_filter>& filter);

}  // namespace grader
