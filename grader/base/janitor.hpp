/// Cleans up after a program that was killed: its temporary folders, and the programs that it had started.
///
/// A destructor does not run when a signal ends a program. So a small process waits for the program's end,
/// ends what it left running and then removes the folders that are left: after Ctrl-C, after SIGKILL, after a
/// crash.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace grader {

/// While it lives, noted process groups are ended and noted folders removed soon after the program ends,
/// however it ends. Make one in main(), before any thread. When no process can be started, the program goes
/// on without.
class Janitor {
 public:
  Janitor();
  /// Waits until the process has gone.
  ~Janitor();
  Janitor(const Janitor&) = delete;
  Janitor& operator=(const Janitor&) = delete;

  /// Notes a folder that now exists, or that is removed. Several threads may call it at once.
  static void made(const std::filesystem::path& folder);
  static void removed(const std::filesystem::path& folder);

  /// Notes a process group that now runs, or that has ended.
  static void started(pid_t group);
  static void ended(pid_t group);

 private:
  pid_t pid_ = -1;
};

}  // namespace grader
