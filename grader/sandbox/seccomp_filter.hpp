/// The system calls that no compiler and no worker needs.
#pragma once
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// A file with a BPF program, positioned at its start: what bwrap's --seccomp wants. It refuses (with EPERM)
/// tracing other processes, namespaces and mounts, sockets, System V and POSIX message queues and shared
/// memory, kernel keys, io_uring, bpf, perf, modules, clocks, typing into a terminal, and the like; clone3
/// "does not exist", so that libc takes clone, whose flags a filter can see. System calls of a foreign
/// architecture kill. Throws std::runtime_error.
UniqueFd seccomp_filter();

}  // namespace grader
