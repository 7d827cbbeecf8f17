/// Runs the tasks of a batch.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "grader/batch/plan.hpp"

namespace grader {

/// The user (Ctrl-C) or the system ended the run. Finished verdicts are kept.
struct Interrupted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The work of an engine: the plan, its file, and the numbers of the tasks to run.
struct Work {
  const Plan& plan;
  std::filesystem::path plan_file;
  std::vector<std::size_t> tasks;
  /// `ended` is called with the number of each task that ends; `tick` about once a second.
  std::function<void(std::size_t)> ended = [](std::size_t) {};
  std::function<void()> tick = [] {};
};

/// Maps the number of each failed task to the reason. A task that ended well is not in it. This is a hint:
/// only the task's record shows whether there is a verdict.
using Failures = std::map<std::size_t, std::string>;

class Engine {
 public:
  virtual ~Engine() = default;
  /// Returns when every task has ended. Throws Interrupted when stopped, and InputError if no task can be
  /// run.
  virtual Failures run(const Work& work) = 0;
};

}  // namespace grader
