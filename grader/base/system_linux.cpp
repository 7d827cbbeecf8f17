#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "grader/base/system.hpp"

namespace grader {

std::filesystem::path system::running_program() {
  std::error_code unreadable;
  return std::filesystem::read_symlink("/proc/self/exe", unreadable);
}

bool system::make_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0; }

bool system::make_socket_pair(int ends[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
}

ssize_t system::send_quietly(int socket, const void* bytes, std::size_t count) {
  return send(socket, bytes, count, MSG_NOSIGNAL);
}

int system::nameless_file() { return memfd_create("output", MFD_CLOEXEC); }

bool system::close_descriptors(unsigned first, unsigned last) { return close_range(first, last, 0) == 0; }

bool system::close_descriptors_on_exec(unsigned first) {
  return close_range(first, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

void system::adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void system::end_with_parent() { prctl(PR_SET_PDEATHSIG, SIGKILL); }

void system::wait_for_end_or_order(pid_t child, int descriptor) {
  const int child_fd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  pollfd entries[] = {{child_fd, POLLIN, 0}, {descriptor, POLLIN, 0}};
  // Whatever goes wrong here leads to killing, never to waiting.
  while (poll(entries, 2, -1) < 0 && errno == EINTR) {
  }
}

}  // namespace grader
