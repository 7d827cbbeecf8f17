/// A small process that makes the sandbox's other processes. fork(2) copies the page tables of the process
/// that calls it, and each page that this process writes to afterwards costs a fault. The grader is large,
/// has threads and starts a program for each problem. The launcher is a copy of the grader from its first
/// run, when it was small, and has one thread.
#pragma once
#include <sys/types.h>

#include <span>

#include "grader/base/json.hpp"

namespace grader::launcher {

/// What the new process does. `order` and `descriptors` are those of launch(). It never returns.
using Job = void (*)(const Json& order, std::span<const int> descriptors);

/// Has the launcher start a process that runs `job`, and returns its number. The process has copies of
/// `descriptors`, at most 16, and nothing else of the caller's. Nobody needs to wait for it. Makes the
/// launcher when the calling process has none. Throws std::system_error when the process cannot be started.
pid_t launch(Job job, const Json& order, std::span<const int> descriptors);

}  // namespace grader::launcher
