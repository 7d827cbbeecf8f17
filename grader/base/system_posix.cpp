// Uses nothing that only one system has, except to find the running program.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "grader/base/system.hpp"

#if defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

namespace grader {

namespace {

// How often a keeper looks whether its program has ended. No descriptor says so.
constexpr int kLookMilliseconds = 5;

bool set_close_on_exec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0; }

bool both_close_on_exec(int ends[2]) {
  if (set_close_on_exec(ends[0]) && set_close_on_exec(ends[1])) return true;
  close(ends[0]);
  close(ends[1]);
  return false;
}

// One past the last descriptor that may be open. A system without a limit has few open all the same.
unsigned end_of_descriptors() {
  constexpr long kMost = 65536;
  const long limit = sysconf(_SC_OPEN_MAX);
  return static_cast<unsigned>(limit < 0 ? kMost : std::min(limit, kMost));
}

}  // namespace

std::filesystem::path system::running_program() {
  std::error_code unreadable;
#if defined(__APPLE__)
  char path[PATH_MAX];
  std::uint32_t size = sizeof path;
  if (_NSGetExecutablePath(path, &size) != 0) return {};
  return std::filesystem::canonical(path, unreadable);
#else
  return std::filesystem::read_symlink("/proc/self/exe", unreadable);
#endif
}

bool system::make_pipe(int ends[2]) { return pipe(ends) == 0 && both_close_on_exec(ends); }

bool system::make_socket_pair(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
#if defined(SO_NOSIGPIPE)
  const int yes = 1;
  for (int i = 0; i < 2; ++i) setsockopt(ends[i], SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
  return both_close_on_exec(ends);
}

ssize_t system::send_quietly(int socket, const void* bytes, std::size_t count) {
#if defined(SO_NOSIGPIPE)
  return send(socket, bytes, count, 0);
#else
  return send(socket, bytes, count, MSG_NOSIGNAL);
#endif
}

int system::nameless_file() {
  std::error_code none;
  std::string name = (std::filesystem::temp_directory_path(none) / "backprop-XXXXXX").string();
  const int fd = mkstemp(name.data());
  if (fd < 0) return -1;
  unlink(name.c_str());
  set_close_on_exec(fd);
  return fd;
}

bool system::close_descriptors(unsigned first, unsigned last) {
  const unsigned end = end_of_descriptors();
  for (unsigned fd = first; fd < end && fd <= last; ++fd) close(static_cast<int>(fd));
  return true;
}

bool system::close_descriptors_on_exec(unsigned first) {
  for (unsigned fd = first; fd < end_of_descriptors(); ++fd) set_close_on_exec(static_cast<int>(fd));
  return true;
}

void system::adopt_orphans() {}

void system::end_with_parent() {}

void system::wait_for_end_or_order(pid_t child, int descriptor) {
  for (;;) {
    siginfo_t state = {};
    if (waitid(P_PID, static_cast<id_t>(child), &state, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        state.si_pid == child)
      return;
    pollfd order = {descriptor, POLLIN, 0};
    const int ready = poll(&order, 1, kLookMilliseconds);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return;
  }
}

}  // namespace grader
