#include "grader/batch/awaited_signals.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "grader/base/system.hpp"

namespace grader {

namespace {

std::atomic<int> pipe_end = -1;

void tell(int signal) {
  const int error = errno;
  const auto byte = static_cast<unsigned char>(signal);
  [[maybe_unused]] const ssize_t count = write(pipe_end, &byte, 1);  // a full pipe wakes the loop anyway
  errno = error;
}

}  // namespace

AwaitedSignals::AwaitedSignals() {
  int ends[2];
  if (!system::make_pipe(ends)) throw std::system_error(errno, std::generic_category(), "pipe");
  read_ = UniqueFd(ends[0]);
  write_ = UniqueFd(ends[1]);
  for (const int end : ends) set_nonblocking(end);
  pipe_end = write_.get();
  struct sigaction action = {};
  action.sa_handler = tell;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, &before_[signal]);
}

AwaitedSignals::~AwaitedSignals() {
  for (const auto& [signal, action] : before_) sigaction(signal, &action, nullptr);
  pipe_end = -1;
}

void AwaitedSignals::wait(std::chrono::milliseconds time) const {
  pollfd readable = {.fd = read_.get(), .events = POLLIN, .revents = 0};
  poll(&readable, 1, static_cast<int>(time.count()));
  unsigned char signal = 0;
  while (read(read_.get(), &signal, 1) == 1) {
    if (signal != SIGCHLD) throw Interrupted(strsignal(signal));
  }
}

}  // namespace grader
