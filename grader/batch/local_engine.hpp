/// Runs tasks as processes on this machine.
#pragma once

#include "grader/batch/engine.hpp"

namespace grader {

/// Runs `program batch-task PLAN NUMBER` for each task, `jobs` at a time. A separate process costs about 0.03
/// s of a task's seconds, and a crash (a grader bug, the kernel short of memory) ends one task only. The
/// tasks die with this process, even when it is killed.
class LocalEngine : public Engine {
 public:
  LocalEngine(std::filesystem::path program, std::size_t jobs) : program_(std::move(program)), jobs_(jobs) {}
  Failures run(const Work& work) override;

 private:
  std::filesystem::path program_;
  std::size_t jobs_;
};

/// Describes how a failed task ended: "The grader was ended by signal 9 (Killed)." or "The grader ended with
/// exit code 3.". If `log` is not empty, its last line follows after a colon.
std::string why_it_ended(int wait_status, const std::filesystem::path& log);

}  // namespace grader
