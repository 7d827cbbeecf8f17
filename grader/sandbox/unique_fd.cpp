#include "grader/sandbox/unique_fd.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include "grader/base/system.hpp"

namespace grader {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Pipe make_pipe() {
  int ends[2];
  if (!system::make_pipe(ends)) fail("cannot make a pipe");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Pipe make_quiet_pipe() {
  int ends[2];
  if (!system::make_socket_pair(ends)) fail("cannot make a socket pair");
  Pipe result{UniqueFd(ends[0]), UniqueFd(ends[1])};
  if (shutdown(ends[0], SHUT_WR) != 0) fail("cannot make a socket pair one-way");
  return result;
}

void set_nonblocking(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) fail("cannot make a descriptor non-blocking");
}

}  // namespace grader
