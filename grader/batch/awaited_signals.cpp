#include "grader/batch/awaited_signals.hpp"

#include <cstring>
#include <ctime>

namespace grader {

AwaitedSignals::AwaitedSignals() {
  sigemptyset(&set_);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, &before_);
}

AwaitedSignals::~AwaitedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

void AwaitedSignals::wait(std::chrono::milliseconds time) const {
  const timespec length = {.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000};
  const int signal = sigtimedwait(&set_, nullptr, &length);
  if (signal > 0 && signal != SIGCHLD) throw Interrupted(strsignal(signal));
}

}  // namespace grader
