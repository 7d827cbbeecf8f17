/// Tasks as processes on this machine.
#pragma once
#include "grader/batch/engine.hpp"

namespace grader {

/// Runs `program batch-task PLAN NUMBER` for each task, `jobs` at a time. Measured: a process of its own
/// costs a task 0.03 s of some seconds, and whatever ends one (a bug of ours, the kernel when memory is
/// short) ends no other. They die with this process, even when it is killed.
class LocalEngine : public Engine {
 public:
  LocalEngine(std::filesystem::path program, std::size_t jobs) : program_(std::move(program)), jobs_(jobs) {}
  Failures run(const Work& work) override;

 private:
  std::filesystem::path program_;
  std::size_t jobs_;
};

/// How a process ended that should have ended well: "was killed by signal 9 (Killed)", "ended with exit code
/// 3"; with the last line that it wrote to `log`, if any.
std::string why_it_ended(int wait_status, const std::filesystem::path& log);

}  // namespace grader
