/// A small process between the grader and each program. It is the ancestor to which all of the program's
/// orphans fall (subreaper), and so the one that can tell when none is left.
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
  /// Starts `launch` with stdin empty and the given descriptors, all others closed, in a session of its own,
  /// and keeps it. Throws std::system_error when there can be no keeper.
  Keeper(const Launch& launch, std::vector<Inherited> inherited);
  /// Kills what is left, and waits for it.
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Kills the program and all its descendants, soon. The keeper does the same by itself when the program
  /// ends, and when the grader does.
  void kill_all();

  /// Readable when wait() will not block.
  int report_fd() const { return report_.get(); }

  /// Waits until the program and all its descendants are dead.
  Report wait();

 private:
  pid_t pid_ = -1;
  UniqueFd control_;
  UniqueFd report_;
};

}  // namespace grader
