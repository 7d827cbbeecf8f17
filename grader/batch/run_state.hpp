/// The state of a batch's run, kept in the grades folder. One generation is one command of the instructor's,
/// even if it is stopped and started again.
#pragma once

#include <cstdint>
#include <string>

#include "grader/batch/grades_folder.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

struct RunState {
  std::string assignment;
  std::string conditions;  ///< See conditions_fingerprint.
  std::int64_t generation = 0;
  bool regrade = false;
  bool finished = true;
  bool conditions_changed = false;  ///< Since the last run, so none of its verdicts is valid. Not stored.
};

/// Returns the state to run with, and stores it as unfinished. A finished run is followed by the next
/// generation. An unfinished run continues its generation and stays a regrading if it was one; but `regrade`
/// turns an ordinary unfinished run into a new generation. Throws InputError if the folder has the grades of
/// another assignment.
RunState begin_run(const GradesFolder& folder, const std::string& assignment, const std::string& conditions,
                   bool regrade);

/// Returns the state of the folder's last run. Throws InputError if it is damaged.
RunState last_run(const GradesFolder& folder);

void finish_run(const GradesFolder& folder, RunState state);

/// Locks the folder for this process until the descriptor is closed. Throws InputError if another process has
/// the lock or the lock file cannot be opened. Locks nothing on file systems without locks.
UniqueFd lock_folder(const GradesFolder& folder);

}  // namespace grader
