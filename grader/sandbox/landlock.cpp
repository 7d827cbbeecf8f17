#include "grader/sandbox/landlock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace grader {
namespace {

namespace fs = std::filesystem;

// linux/landlock.h as of version 6. Older kernels take the longer structures too, as long as what they do not
// know is zero.
struct RulesetAttributes {
  std::uint64_t handled_access_fs;
  std::uint64_t handled_access_net;
  std::uint64_t scoped;
};
struct [[gnu::packed]] PathBeneath {
  std::uint64_t allowed_access;
  std::int32_t parent_fd;
};
constexpr unsigned kVersionQuery = 1;
constexpr int kPathBeneath = 1;

using Access = unsigned long long;
constexpr Access kExecute = 1 << 0, kWriteFile = 1 << 1, kReadFile = 1 << 2, kReadDirectory = 1 << 3,
                 kRemoveDirectory = 1 << 4, kRemoveFile = 1 << 5, kMakeDirectory = 1 << 7,
                 kMakeRegularFile = 1 << 8, kMakeLink = 1 << 12, kRefer = 1 << 13, kTruncate = 1 << 14;
constexpr Access kReading = kExecute | kReadFile | kReadDirectory;
constexpr Access kWriting = kReading | kWriteFile | kRemoveDirectory | kRemoveFile | kMakeDirectory |
                            kMakeRegularFile | kMakeLink | kRefer | kTruncate;
constexpr Access kOfFiles = kExecute | kWriteFile | kReadFile | kTruncate;

Access all_of_files(int abi) {
  const int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
  return (Access{1} << bits) - 1;
}
constexpr std::uint64_t kAllOfTcp = 3;
constexpr std::uint64_t kAllScopes = 3;  // abstract sockets, signals

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(fmt::format("landlock: cannot {}: {}", what, std::strerror(errno)));
}

}  // namespace

int landlock_abi() {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, kVersionQuery);
  return version < 0 ? 0 : static_cast<int>(version);
}

LandlockRules::LandlockRules(int abi) : handled_(all_of_files(abi)) {
  const RulesetAttributes attributes{.handled_access_fs = handled_,
                                     .handled_access_net = abi >= 4 ? kAllOfTcp : 0,
                                     .scoped = abi >= kLandlockWithSignals ? kAllScopes : 0};
  ruleset_ =
      UniqueFd(static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
  if (!ruleset_) fail("make rules");
}

void LandlockRules::allow(const fs::path& path, Access access) {
  const UniqueFd place(open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat status = {};
  if (!place || fstat(place.get(), &status) != 0) fail("open " + path.string());
  access &= handled_;
  if (!S_ISDIR(status.st_mode)) access &= kOfFiles;
  const PathBeneath rule{access, place.get()};
  if (syscall(SYS_landlock_add_rule, ruleset_.get(), kPathBeneath, &rule, 0) != 0) {
    fail("allow " + path.string());
  }
}

void LandlockRules::allow_reading(const fs::path& path) { allow(path, kReading); }
void LandlockRules::allow_writing(const fs::path& path) { allow(path, kWriting); }

bool enter_landlock(int ruleset) { return syscall(SYS_landlock_restrict_self, ruleset, 0) == 0; }

}  // namespace grader
