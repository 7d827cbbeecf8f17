#include "grader/sandbox/machine.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// The grader itself has a few descriptors open for each program that it runs, and one for each file it reads.
constexpr rlim_t kOwnDescriptors = 256;
constexpr std::uint64_t kOwnMemory = 1ULL << 30;

std::string folder_sentence(const std::string& folder, const std::string& what) {
  return fmt::format("Temporary files cannot be written: {} {}. Set TMPDIR to another folder.", folder, what);
}

std::optional<std::string> folder_fault() {
  const char* chosen = std::getenv("TMPDIR");
  const std::string folder = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
  if (!folder.starts_with('/')) return folder_sentence(folder, "is not an absolute path");
  std::error_code error;
  if (!fs::is_directory(folder, error)) return folder_sentence(folder, "is no folder");
  if (access(folder.c_str(), W_OK | X_OK) != 0) return folder_sentence(folder, "may not be written to");
  struct statvfs system = {};
  if (statvfs(folder.c_str(), &system) != 0) return folder_sentence(folder, std::strerror(errno));
  if ((system.f_flag & ST_NOEXEC) != 0)
    return folder_sentence(folder, "does not let programs be executed (it is mounted noexec)");
  return std::nullopt;
}

std::optional<std::string> umask_fault() {
  const mode_t mask = umask(077);
  umask(mask);
  if ((mask & 0700) == 0) return std::nullopt;
  return fmt::format("The umask {:03o} denies the grader access to its own files: set it to 022 or 077.",
                     mask);
}

struct Need {
  int resource;
  const char* name;
  const char* letter;  // of the shell's ulimit
  rlim_t least;
  const char* unit;
};

std::optional<std::string> limit_fault(const Need& need) {
  rlimit own{};
  if (getrlimit(static_cast<decltype(RLIMIT_CPU)>(need.resource), &own) != 0 || own.rlim_cur >= need.least)
    return std::nullopt;
  return fmt::format("The limit on {} (ulimit -{}) is {}{} here, and grading needs {}{}.", need.name,
                     need.letter, own.rlim_cur, need.unit, need.least, need.unit);
}

template <class Member>
rlim_t most(const std::vector<Limits>& all, Member member) {
  rlim_t result = 0;
  for (const Limits& each : all) result = std::max(result, static_cast<rlim_t>(each.*member));
  return result;
}

}  // namespace

std::optional<std::string> room_fault(std::uint64_t bytes) {
  if (auto folder = folder_fault()) return folder;
  const fs::path folder = fs::temp_directory_path();
#if defined(O_TMPFILE)
  const UniqueFd file(open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (file) {
    if (fallocate(file.get(), 0, 0, static_cast<off_t>(bytes)) == 0) return std::nullopt;
    if (errno != EOPNOTSUPP) {
      return folder_sentence(
          folder, fmt::format("has no room for a file of {} MiB ({})", bytes >> 20, std::strerror(errno)));
    }
  } else if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT) {
    return folder_sentence(folder, fmt::format("takes no new file ({})", std::strerror(errno)));
  }
#endif
  struct statvfs system = {};
  if (statvfs(folder.c_str(), &system) != 0 || system.f_bavail * system.f_frsize >= bytes)
    return std::nullopt;
  return folder_sentence(folder, fmt::format("has less than {} MiB of room", bytes >> 20));
}

std::optional<std::string> machine_fault(const std::vector<Limits>& all, double cpu_seconds) {
  const rlim_t file = most(all, &Limits::file_bytes);
  for (const Need& need :
       {Need{RLIMIT_NOFILE, "open files", "n", std::max(kOwnDescriptors, most(all, &Limits::open_files)), ""},
        Need{RLIMIT_CPU, "CPU time", "t",
             std::max(static_cast<rlim_t>(cpu_seconds), most(all, &Limits::cpu_seconds)), " s"},
        Need{RLIMIT_AS, "address space", "v", std::max<rlim_t>(kOwnMemory, most(all, &Limits::memory_bytes)),
             " bytes"},
        Need{RLIMIT_DATA, "data", "d", std::max<rlim_t>(kOwnMemory, most(all, &Limits::memory_bytes)),
             " bytes"},
        Need{RLIMIT_FSIZE, "the size of files", "f", file, " bytes"}}) {
    if (auto fault = limit_fault(need)) return fault;
  }
  if (auto fault = umask_fault()) return fault;
  return room_fault(file);
}

}  // namespace grader
