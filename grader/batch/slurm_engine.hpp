/// Runs tasks as elements of Slurm arrays.
#pragma once

#include <chrono>

#include "grader/batch/engine.hpp"

namespace grader {

/// Submits `program batch-task PLAN NUMBER` as arrays of jobs, and waits for them. Slurm decides when and
/// where they run. The grader, the submissions and the grades folder must have the same paths on all nodes.
///
/// An array continues when this process is stopped. The next run finds it by its name. It waits for the tasks
/// whose submissions have not changed, and cancels the others.
class SlurmEngine : public Engine {
 public:
  struct Options {
    std::size_t at_a_time = 0;             ///< 0: as many as Slurm allows.
    std::chrono::milliseconds poll{2000};  ///< The time between two queries of the queue.
    int patience = 150;                    ///< The run fails after more unanswered queries than this.
  };
  SlurmEngine(std::filesystem::path program, Options options)
      : program_(std::move(program)), options_(options) {}
  Failures run(const Work& work) override;

 private:
  std::filesystem::path program_;
  Options options_;
};

}  // namespace grader
