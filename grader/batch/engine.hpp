/// Who runs the tasks of a batch.
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

/// The user (Ctrl-C) or the system wants an end. What is finished is kept.
struct Interrupted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What an engine is told: the plan, where it lies, and which of its tasks to run.
struct Work {
  const Plan& plan;
  std::filesystem::path plan_file;
  std::vector<std::size_t> tasks;
  /// Called when a task has come to an end, with its number, and about once a second without one.
  std::function<void(std::size_t)> ended = [](std::size_t) {};
  std::function<void()> tick = [] {};
};

/// Why tasks ended without a verdict, by their numbers; those that ended well are not in it. Whether there
/// really is a verdict, the record says and not the engine.
using Failures = std::map<std::size_t, std::string>;

class Engine {
 public:
  virtual ~Engine() = default;
  /// Returns when every task has ended. Throws Interrupted, and InputError when tasks cannot be run at all.
  virtual Failures run(const Work& work) = 0;
};

}  // namespace grader
