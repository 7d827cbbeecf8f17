/// Signals that a loop waits for, instead of being ended by them.
#pragma once
#include <chrono>
#include <csignal>
#include <map>

#include "grader/batch/engine.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// While it lives, SIGCHLD, SIGINT, SIGTERM and SIGHUP are what wait() waits for. There may be one at a time.
///
/// By a handler and a pipe: blocking them would have to happen in every thread, and libraries (OpenBLAS) have
/// threads of their own.
class AwaitedSignals {
 public:
  AwaitedSignals();
  ~AwaitedSignals();
  AwaitedSignals(const AwaitedSignals&) = delete;
  AwaitedSignals& operator=(const AwaitedSignals&) = delete;

  /// Returns when that time is over, or a child has ended. Throws Interrupted for the other three.
  void wait(std::chrono::milliseconds time) const;

 private:
  UniqueFd read_;
  UniqueFd write_;
  std::map<int, struct sigaction> before_;
};

}  // namespace grader
