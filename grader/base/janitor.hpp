/// Removes the temporary folders of a program that was killed.
///
/// A destructor does not run when a signal ends a program. So a small process waits for the program's end and
/// then removes the folders that are left: after Ctrl-C, after SIGKILL, after a crash.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace grader {

/// While it lives, noted folders are removed soon after the program ends, however it ends. Make one in
/// main(), before any thread. When no process can be started, the program goes on without.
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

 private:
  pid_t pid_ = -1;
};

}  // namespace grader
