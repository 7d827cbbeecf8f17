/// Lets a loop wait for signals that would otherwise end the process.
#pragma once

#include <chrono>
#include <csignal>
#include <map>

#include "grader/batch/engine.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// Catches SIGCHLD, SIGINT, SIGTERM and SIGHUP for wait() while it exists. Only one object may exist at a
/// time.
///
/// It uses a handler and a pipe. Blocking the signals would have to happen in every thread, and libraries
/// such as OpenBLAS start their own threads.
class AwaitedSignals {
 public:
  AwaitedSignals();
  ~AwaitedSignals();
  AwaitedSignals(const AwaitedSignals&) = delete;
  AwaitedSignals& operator=(const AwaitedSignals&) = delete;

  /// Returns after `time`, or earlier when a child ends. Throws Interrupted for SIGINT, SIGTERM and SIGHUP.
  void wait(std::chrono::milliseconds time) const;

 private:
  UniqueFd read_;
  UniqueFd write_;
  std::map<int, struct sigaction> before_;
};

}  // namespace grader
