#include "grader/sandbox/process_tree.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dirent.h>

namespace grader {
namespace {

/// The parent of process `pid`, or -1. Its stat line is "pid (name) state parent ...", and the name may
/// contain anything.
pid_t parent_of(const char* pid) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  char line[256];
  const ssize_t length = read(fd, line, sizeof line - 1);
  close(fd);
  if (length <= 0) return -1;
  line[length] = '\0';
  const char* name_end = std::strrchr(line, ')');
  int parent = -1;
  char state = 0;
  if (name_end == nullptr || std::sscanf(name_end + 1, " %c %d", &state, &parent) != 2) return -1;
  return parent;
}

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

}  // namespace

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
