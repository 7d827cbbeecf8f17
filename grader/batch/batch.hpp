/// Grades a class of submissions.
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
#include "grader/batch/shown_reports.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

/// The plan of a run, before it starts.
struct BatchStart {
  std::size_t total = 0;
  std::size_t kept = 0;             ///< Verdicts of an earlier run that are still valid.
  bool conditions_changed = false;  ///< The grader, assignment or an option changed since the last run.
};

struct BatchResult {
  Assignment assignment;
  std::vector<Row> rows;  ///< In the order of the roster, if there is one, and then what fits nobody in it.
  ShownReports shown;
  std::int64_t generation = 0;
  bool regrade = false;
};

struct BatchOptions {
  std::filesystem::path submissions;
  std::filesystem::path grades;
  std::filesystem::path roster;      ///< Empty for none.
  std::filesystem::path assignment;  ///< The assignment.json.
  std::filesystem::path cache;
  Isolation isolation = Isolation::none;
  std::optional<std::uint64_t> seed;  ///< If empty, each submission's content gives its seed.
  bool regrade = false;
  bool take_similar = false;  ///< See GatherOptions.
  bool replace_class =
      false;  ///< Removes the grades of another class from the folder: see require_same_class.
  std::function<void(const BatchStart&)> started = [](const BatchStart&) {};
  std::function<void()> ended = [] {};  ///< Called when a submission is done.
  std::function<void()> tick = [] {};
  /// Called with all verdicts, to write pages and the like. The run counts as unfinished until it returns.
  std::function<void(const BatchResult&)> results = [](const BatchResult&) {};
};

/// Grades every submission that has no valid verdict, retries each failure once, writes the reports and
/// grades.csv and calls `results`. Roster and overrides are read before anything is written. It can be
/// stopped at any moment; the next call continues. Throws InputError for a problem that the instructor has to
/// fix, and Interrupted when the run is stopped.
BatchResult run_batch(const BatchOptions& options, Engine& engine);

}  // namespace grader
