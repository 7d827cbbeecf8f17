/// A class, graded.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "grader/batch/engine.hpp"
#include "grader/batch/grades_folder.hpp"
#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

/// What is about to be done.
struct BatchStart {
  std::size_t total = 0;
  std::size_t kept = 0;             ///< Of an earlier run, still valid.
  bool conditions_changed = false;  ///< The grader, the assignment or an option is not that of the last run.
};

struct BatchResult {
  Assignment assignment;
  std::vector<Row> rows;
  std::int64_t generation = 0;
  bool regrade = false;
};

struct BatchOptions {
  std::filesystem::path submissions;
  std::filesystem::path grades;
  std::filesystem::path assignment;  ///< The assignment.json.
  std::filesystem::path cache;
  Isolation isolation = Isolation::none;
  std::optional<std::uint64_t> seed;  ///< Without one, each submission's is made from its content.
  bool regrade = false;
  bool take_similar = false;  ///< As GatherOptions.
  std::function<void(const BatchStart&)> started = [](const BatchStart&) {};
  std::function<void()> ended = [] {};  ///< One more is done.
  std::function<void()> tick = [] {};
  /// What else is to be made of the verdicts, such as pages. The run is not finished before it returns.
  std::function<void(const BatchResult&)> results = [](const BatchResult&) {};
};

/// Grades what has no valid verdict yet, each once more if that fails, writes grades.csv, and has the results
/// made. Can be stopped at any moment: the next call goes on. Throws InputError for what the instructor has
/// to mend, and Interrupted when told to stop.
BatchResult run_batch(const BatchOptions& options, Engine& engine);

}  // namespace grader
