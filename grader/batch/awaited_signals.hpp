/// Signals that a loop waits for, instead of being interrupted by them.
#pragma once
#include <chrono>
#include <csignal>

#include "grader/batch/engine.hpp"

namespace grader {

/// While it lives, SIGCHLD, SIGINT, SIGTERM and SIGHUP reach this thread in wait() only. One thread may have one.
class AwaitedSignals {
 public:
  AwaitedSignals();
  ~AwaitedSignals();
  AwaitedSignals(const AwaitedSignals&) = delete;
  AwaitedSignals& operator=(const AwaitedSignals&) = delete;

  /// What was blocked before: what a child is to start with.
  const sigset_t& before() const { return before_; }

  /// Returns when that time is over, or a child has ended. Throws Interrupted for the other three.
  void wait(std::chrono::milliseconds time) const;

 private:
  sigset_t set_ = {};
  sigset_t before_ = {};
};

}  // namespace grader
