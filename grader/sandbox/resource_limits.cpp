#include "grader/sandbox/resource_limits.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace grader {
namespace {

using Resource = decltype(RLIMIT_CPU);  // the C library's own type

constexpr rlim_t kStackBytes = rlim_t{64} << 20;

ResourceLimit limit(int resource, rlim_t soft, rlim_t hard) {
  rlimit own{};
  if (getrlimit(static_cast<Resource>(resource), &own) == 0) {
    hard = std::min(hard, own.rlim_max);
    soft = std::min(soft, hard);
  }
  return {resource, {soft, hard}};
}

ResourceLimit limit(int resource, rlim_t value) { return limit(resource, value, value); }

}  // namespace

std::vector<ResourceLimit> resource_limits(const Limits& limits) {
  const auto cpu = static_cast<rlim_t>(std::ceil(std::max(limits.cpu_seconds, 1.0)));
  return {
    limit(RLIMIT_AS, limits.memory_bytes),
        limit(RLIMIT_CPU, cpu, cpu + 1),  // SIGXCPU says why; a second later SIGKILL insists.
        limit(RLIMIT_FSIZE, limits.file_bytes), limit(RLIMIT_NOFILE, limits.open_files),
        limit(RLIMIT_STACK, kStackBytes), limit(RLIMIT_CORE, 0), limit(RLIMIT_MEMLOCK, 0),
#if defined(RLIMIT_MSGQUEUE)
        limit(RLIMIT_MSGQUEUE, 0),
#endif
  };
}

ResourceLimit process_limit(unsigned processes) { return limit(RLIMIT_NPROC, processes); }

unsigned processes_of_this_user() {
  namespace fs = std::filesystem;
  unsigned count = 0;
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    struct stat status = {};
    const fs::path threads = at->path() / "task";
    if (stat(threads.c_str(), &status) != 0 || status.st_uid != geteuid()) continue;
    count += static_cast<unsigned>(status.st_nlink) - 2;  // a subdirectory for each thread
  }
  return count;
}

bool set_limits(const std::vector<ResourceLimit>& limits, pid_t pid) {
  return std::all_of(limits.begin(), limits.end(), [pid](const ResourceLimit& each) {
    const auto resource = static_cast<Resource>(each.resource);
#if defined(__linux__)
    if (pid != 0) return prlimit(pid, resource, &each.value, nullptr) == 0;
#endif
    return pid == 0 && setrlimit(resource, &each.value) == 0;
  });
}

}  // namespace grader
