/// The kernel's per-process limits (setrlimit(2)) for an untrusted program.
#pragma once
#include <sys/resource.h>
#include <sys/types.h>

#include <vector>

#include "grader/sandbox/limits.hpp"

namespace grader {

struct ResourceLimit {
  int resource;  ///< RLIMIT_...
  rlimit value;
};

/// All of them but the number of processes, which the kernel counts for a user and not for a program: see
/// process_limit(). Never above the caller's own hard limits.
std::vector<ResourceLimit> resource_limits(const Limits& limits);

/// At most `processes` processes and threads. Useful only where the program's user and user namespace are its
/// own.
ResourceLimit process_limit(unsigned processes);

/// How many processes and threads the grader's user has now.
unsigned processes_of_this_user();

/// Puts `limits` on process `pid`, 0 for the caller. False, with errno set, at the first one refused. Safe
/// between fork and exec.
bool set_limits(const std::vector<ResourceLimit>& limits, pid_t pid);

}  // namespace grader
