/// Landlock: the kernel's way for any process to give up access to files, for itself and all that it starts.
/// See landlock(7). The headers of Debian 12 know only its second version: what came later is defined here,
/// and asked for only where the kernel that runs has it.
#pragma once
#include <filesystem>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// The version of Landlock that this kernel offers: 1 files; 2 renames across directories; 3 truncation; 4
/// TCP; 5 ioctl on devices; 6 signals and abstract sockets. 0 where there is none, and errno says why.
int landlock_abi();

/// From here on signals cannot leave the box.
inline constexpr int kLandlockWithSignals = 6;

/// Access to files and directories below them. Everything that is not allowed is refused.
class LandlockRules {
 public:
  /// Uses what versions up to `abi` have. Throws std::runtime_error where the kernel has no Landlock.
  explicit LandlockRules(int abi);

  /// Reading, listing and executing what is at `path`. Symbolic links are followed. Throws
  /// std::runtime_error.
  void allow_reading(const std::filesystem::path& path);

  /// And making, changing and removing files, directories and links; never devices, sockets and pipes.
  void allow_writing(const std::filesystem::path& path);

  /// A ruleset for enter_landlock().
  UniqueFd take() { return std::move(ruleset_); }

 private:
  void allow(const std::filesystem::path& path, unsigned long long access);

  unsigned long long handled_ = 0;
  UniqueFd ruleset_;
};

/// Puts the calling thread, which has no_new_privs, and all that it starts under the rules, for good. Safe
/// between fork and exec.
bool enter_landlock(int ruleset);

}  // namespace grader
