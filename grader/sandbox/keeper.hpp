/// A small process between the grader and each program. All orphans of the program become its children (it is
/// their subreaper), so it knows when none is left.
#pragma once
#include <sys/types.h>

#include <vector>

#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/descriptors.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

class Keeper {
 public:
  struct Report {
    enum class Kind { not_started, finished, lost } kind = Kind::lost;
    int wait_status = 0;     ///< Of `finished`.
    double cpu_seconds = 0;  ///< Of `finished`: the whole tree.
    int error = 0;           ///< Of `not_started`: errno.
    char reason[80] = {};    ///< Of `not_started`.
  };
  /// Starts `launch` in a session of its own, with an empty stdin and the given descriptors; all others are
  /// closed. Throws std::system_error when the keeper cannot be started.
  Keeper(const Launch& launch, std::vector<Inherited> inherited);
  /// Kills everything that is left, and waits for it.
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Kills the program and all its descendants soon. The keeper also does this by itself when the program
  /// ends and when the grader dies.
  void kill_all();

  pid_t pid() const { return pid_; }

  /// Becomes readable when wait() will not block.
  int report_fd() const { return report_.get(); }

  /// Waits until the program and all its descendants are dead.
  Report wait();

 private:
  pid_t pid_ = -1;
  UniqueFd control_;
  UniqueFd report_;
};

}  // namespace grader
