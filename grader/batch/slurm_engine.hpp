/// Tasks as elements of Slurm arrays.
#pragma once
#include <chrono>

#include "grader/batch/engine.hpp"

namespace grader {

/// Submits `program batch-task PLAN NUMBER` as arrays of jobs, and waits for them. Who runs what, when and
/// where is Slurm's business. The grader, the submissions and the folder of grades must be under the same
/// paths on all nodes.
///
/// An array goes on when this process is stopped. The next run finds it by its name and waits for what it
/// still does, as far as the submissions are the same; the rest is cancelled.
class SlurmEngine : public Engine {
 public:
  struct Options {
    std::size_t at_a_time = 0;             ///< 0: as many as Slurm will.
    std::chrono::milliseconds poll{2000};  ///< Between two looks at the queue.
    int patience = 150;                    ///< So many looks without an answer are the end.
  };
  SlurmEngine(std::filesystem::path program, Options options)
      : program_(std::move(program)), options_(options) {}
  Failures run(const Work& work) override;

 private:
  std::filesystem::path program_;
  Options options_;
};

}  // namespace grader
