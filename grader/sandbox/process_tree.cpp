#include "grader/sandbox/process_tree.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>

#include <dirent.h>

namespace grader {
namespace {

/// Some numbers of /proc/PID/stat.
struct Stat {
  int parent = -1;
  unsigned long ticks = 0;  // of processor time, with those of dead children
};

/// The numbers of process `pid`. Its stat line is "pid (name) state parent ...", and the name may contain
/// anything.
Stat stat_of(const char* pid) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  char line[512];
  const ssize_t length = read(fd, line, sizeof line - 1);
  close(fd);
  if (length <= 0) return {};
  line[length] = '\0';
  const char* name_end = std::strrchr(line, ')');
  Stat stat;
  unsigned long user = 0, system = 0;
  long user_of_dead = 0, system_of_dead = 0;
  if (name_end == nullptr ||
      std::sscanf(name_end + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld", &stat.parent,
                  &user, &system, &user_of_dead, &system_of_dead) != 5)
    return {};
  stat.ticks = user + system + static_cast<unsigned long>(user_of_dead + system_of_dead);
  return stat;
}

pid_t parent_of(const char* pid) { return stat_of(pid).parent; }

void kill_children() {
  DIR* processes = opendir("/proc");
  if (processes == nullptr) return;
  const pid_t self = getpid();
  while (const dirent* entry = readdir(processes)) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    if (parent_of(entry->d_name) == self) kill(static_cast<pid_t>(std::atol(entry->d_name)), SIGKILL);
  }
  closedir(processes);
}

// The second number of the line is in nanoseconds.
std::chrono::duration<double> waited_for_processor(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/schedstat");
  std::int64_t running = 0;
  std::int64_t waiting = 0;
  file >> running >> waiting;
  return std::chrono::nanoseconds(file ? waiting : 0);
}

// The parent of each process on the machine.
std::map<pid_t, pid_t> all_parents() {
  std::map<pid_t, pid_t> parents;
  DIR* processes = opendir("/proc");
  if (processes == nullptr) return parents;
  while (const dirent* entry = readdir(processes)) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    parents[static_cast<pid_t>(std::atol(entry->d_name))] = parent_of(entry->d_name);
  }
  closedir(processes);
  return parents;
}

bool descends(pid_t pid, pid_t root, const std::map<pid_t, pid_t>& parents) {
  for (std::size_t steps = 0; steps <= parents.size(); ++steps) {
    const auto found = parents.find(pid);
    if (found == parents.end()) return false;
    if (found->second == root) return true;
    pid = found->second;
  }
  return false;
}

}  // namespace

ProcessorUse processor_use(pid_t root) {
  const std::map<pid_t, pid_t> parents = all_parents();
  ProcessorUse use;
  unsigned long ticks = stat_of(std::to_string(root).c_str()).ticks;  // with those of its dead orphans
  for (const auto& [pid, parent] : parents) {
    if (!descends(pid, root, parents)) continue;
    const std::string name = std::to_string(pid);
    use.waited = std::max(use.waited, waited_for_processor(name));
    ticks += stat_of(name.c_str()).ticks;
  }
  use.used =
      std::chrono::duration<double>(static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK)));
  return use;
}

int kill_descendants(pid_t leader) {
  int leader_status = 0;
  // All at once: a fork bomb cannot outrun it. The leader is not reaped yet, so the number is still its own.
  kill(-leader, SIGKILL);
  kill(leader, SIGKILL);
  for (;;) {
    int status = 0;
    const pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid == leader) leader_status = status;
    if (pid > 0 || (pid < 0 && errno == EINTR)) continue;
    if (pid < 0) return leader_status;
    kill_children();  // Whoever left the group is, or becomes, a child of this process.
    const timespec pause{0, 1'000'000};
    nanosleep(&pause, nullptr);
  }
}

}  // namespace grader
