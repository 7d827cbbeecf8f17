/// The kernel's per-process limits (setrlimit(2)) for an untrusted program.
#pragma once
#include <sys/resource.h>
#include <sys/types.h>

#include <vector>

#include "grader/sandbox/program.hpp"

namespace grader {

struct ResourceLimit {
  int resource;  ///< RLIMIT_...
  rlimit value;
};

/// Returns all limits except the number of processes, which the kernel counts per user: see process_limit().
/// None exceeds the caller's own hard limits.
std::vector<ResourceLimit> resource_limits(const Limits& limits);

/// Returns a limit of `processes` processes and threads. It works only when the program has its own user and
/// user namespace.
ResourceLimit process_limit(unsigned processes);

/// Returns how many processes and threads the grader's user has now.
unsigned processes_of_this_user();

/// Applies `limits` to process `pid`; 0 means the caller, the only one that other systems than Linux let set.
/// Returns false and sets errno at the first limit refused. Safe between fork and exec.
bool set_limits(const std::vector<ResourceLimit>& limits, pid_t pid);

}  // namespace grader
