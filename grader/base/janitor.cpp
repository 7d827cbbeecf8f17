#include "grader/base/janitor.hpp"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <string>

#include "grader/base/system.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {

namespace {

int notes = -1;  // the writing end of the pipe to the process

// A note is short enough to be written at once: '+' or '-', a path or the number of a process group, and a
// zero.
void note(char sign, const std::string& what) {
  if (notes < 0) return;
  const std::string text = sign + what + '\0';
  if (text.size() > PIPE_BUF) return;
  while (write(notes, text.data(), text.size()) < 0 && errno == EINTR) {
  }
}

std::set<std::string> left_at_the_end(int from) {
  std::set<std::string> left;
  std::string pending;
  char buffer[4096];
  for (ssize_t count = 0; (count = read(from, buffer, sizeof buffer)) != 0;) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    pending.append(buffer, static_cast<std::size_t>(count));
    for (std::size_t end = 0; (end = pending.find('\0')) != std::string::npos; pending.erase(0, end + 1)) {
      const std::string what = pending.substr(1, end - 1);
      pending[0] == '+' ? static_cast<void>(left.insert(what)) : static_cast<void>(left.erase(what));
    }
  }
  return left;
}

bool is_group(const std::string& noted) { return noted.find('/') == std::string::npos; }

// Asks first, because a script may have to remove something.
void end_group(const std::string& noted) {
  constexpr int kAttempts = 50;
  constexpr useconds_t kPause = 100'000;
  const pid_t group = std::stoi(noted);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (kill(-group, attempt == 0 ? SIGTERM : 0) != 0) return;
    usleep(kPause);
  }
  kill(-group, SIGKILL);
}

// Programs in boxes die at the same moment as the grader, and may make files until then.
void remove_for_good(const std::string& folder) {
  constexpr int kAttempts = 50;
  constexpr useconds_t kPause = 100'000;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    remove_folder(folder);
    usleep(kPause);
    std::error_code error;
    if (!std::filesystem::exists(folder, error)) return;
  }
}

[[noreturn]] void wait_and_remove(int from, int ready) {
  setsid();  // a Ctrl-C in the terminal is for the grader
  for (const int each : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) signal(each, SIG_IGN);
  close(ready);
  // Whoever reads the grader's output must not wait for this process.
  const int nothing = open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; ++fd) dup2(nothing, fd);
  if (dup2(from, 3) < 0 || !system::close_descriptors(4, ~0U)) _exit(1);
  if (chdir("/") != 0) _exit(1);
  const std::set<std::string> left = left_at_the_end(3);
  for (const std::string& each : left) {
    if (is_group(each)) end_group(each);
  }
  for (const std::string& each : left) {
    if (!is_group(each)) remove_for_good(each);
  }
  _exit(0);
}

}  // namespace

Janitor::Janitor() {
  int ends[2];
  int ready[2];
  if (!system::make_pipe(ends)) return;
  if (!system::make_pipe(ready)) {
    close(ends[0]);
    close(ends[1]);
    return;
  }
  pid_ = fork();
  if (pid_ == 0) {
    close(ends[1]);
    wait_and_remove(ends[0], ready[1]);
  }
  close(ends[0]);
  close(ready[1]);
  // Until it has left the grader's group, a signal to the group would end it too.
  char none = 0;
  while (read(ready[0], &none, 1) < 0 && errno == EINTR) {
  }
  close(ready[0]);
  if (pid_ < 0) {
    close(ends[1]);
  } else {
    notes = ends[1];
  }
}

Janitor::~Janitor() {
  if (pid_ <= 0) return;
  close(notes);
  notes = -1;
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Janitor::made(const std::filesystem::path& folder) { note('+', std::filesystem::absolute(folder)); }
void Janitor::removed(const std::filesystem::path& folder) { note('-', std::filesystem::absolute(folder)); }
void Janitor::started(pid_t group) { note('+', std::to_string(group)); }
void Janitor::ended(pid_t group) { note('-', std::to_string(group)); }

}  // namespace grader
