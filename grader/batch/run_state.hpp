/// The run of a batch as its folder remembers it. One generation is one command of the instructor's, however
/// often it was stopped and given again.
#pragma once
#include <cstdint>
#include <string>

#include "grader/batch/grades_folder.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

struct RunState {
  std::string assignment;
  std::string conditions;  ///< Fingerprint of grader, assignment, isolation and seed.
  std::int64_t generation = 0;
  bool regrade = false;
  bool finished = true;
  bool conditions_changed = false;  ///< Since the last run: nothing of it can be kept. Not written down.
};

/// The state to go on with: of an unfinished run the same generation, and a regrading then stays one; else
/// the next. Throws InputError when the folder has the grades of another assignment.
RunState begin_run(const GradesFolder& folder, const std::string& assignment, const std::string& conditions,
                   bool regrade);

void finish_run(const GradesFolder& folder, RunState state);

/// Holds the folder for this process until the descriptor is closed. Throws InputError when another one has
/// it. On file systems without locks it holds nothing.
UniqueFd lock_folder(const GradesFolder& folder);

}  // namespace grader
