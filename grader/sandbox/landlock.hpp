/// Landlock: the kernel lets any process give up access to files, for itself and everything that it starts.
/// See landlock(7). The headers of Debian 12 describe only the second version. Later parts are defined here,
/// and used only when the running kernel has them.
#pragma once
#include <filesystem>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// Returns the version of Landlock that this kernel offers: 1 files; 2 renames across directories; 3
/// truncation; 4 TCP; 5 ioctl on devices; 6 signals and abstract sockets. Returns 0 and sets errno when the
/// kernel has no Landlock.
int landlock_abi();

/// From this version on, signals cannot leave the box.
inline constexpr int kLandlockWithSignals = 6;

/// Allows access to files and directories with everything below them. Everything else is refused.
class LandlockRules {
 public:
  /// Uses the features of versions up to `abi`. Throws std::runtime_error when the kernel has no Landlock.
  explicit LandlockRules(int abi);

  /// Allows reading, listing and executing what is at `path`. Follows symbolic links. Throws
  /// std::runtime_error when it cannot.
  void allow_reading(const std::filesystem::path& path);

  /// Also allows making, changing and removing files, directories and links, but never devices, sockets and
  /// pipes.
  void allow_writing(const std::filesystem::path& path);

  /// Returns the ruleset for enter_landlock().
  UniqueFd take() { return std::move(ruleset_); }

 private:
  void allow(const std::filesystem::path& path, unsigned long long access);

  unsigned long long handled_ = 0;
  UniqueFd ruleset_;
};

/// Applies the rules, for good, to the calling thread and everything that it starts. The thread must have
/// no_new_privs. Safe between fork and exec. Returns false and sets errno when it cannot.
bool enter_landlock(int ruleset);

}  // namespace grader
