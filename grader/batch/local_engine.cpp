#include "grader/batch/local_engine.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <system_error>
#include <utility>

#include "grader/batch/awaited_signals.hpp"
#include "grader/batch/command_output.hpp"
#include "grader/batch/grades_folder.hpp"
#include "grader/batch/scratch.hpp"

extern char** environ;

namespace grader {

namespace {

namespace fs = std::filesystem;

using Clock = std::chrono::steady_clock;

// Kills a task after this time. Every wait of a task has its own limit, so this applies only if the grader
// itself hangs.
constexpr std::chrono::hours kLongest{1};

struct Child {
  std::size_t task = 0;
  pid_t pid = -1;
  Clock::time_point started = Clock::now();
};

// The running tasks. The destructor kills them.
class Children {
 public:
  ~Children() {
    for (const Child& child : running_) kill(child.pid, SIGKILL);
    for (const Child& child : running_) waitpid(child.pid, nullptr, 0);
  }
  std::size_t count() const { return running_.size(); }
  void add(Child child) { running_.push_back(child); }

  // Removes the children that have ended, and calls `ended` with each task and its wait status.
  template <typename Ended>
  void reap(const Ended& ended) {
    std::vector<Child> still;
    for (const Child& child : std::exchange(running_, {})) {
      int status = 0;
      if (waitpid(child.pid, &status, WNOHANG) == child.pid) {
        ended(child.task, status);
      } else {
        if (Clock::now() - child.started > kLongest) kill(child.pid, SIGKILL);
        still.push_back(child);
      }
    }
    running_ = std::move(still);
  }

 private:
  std::vector<Child> running_;
};

pid_t start(const std::vector<std::string>& words, const fs::path& log) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // Each task has its own process group, so Ctrl-C reaches only this process, which then ends the tasks.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), words[0]);
  return pid;
}

}  // namespace

std::string why_it_ended(int wait_status, const fs::path& log) {
  std::string why = WIFSIGNALED(wait_status)
                        ? fmt::format("The grader was ended by signal {} ({})", WTERMSIG(wait_status),
                                      strsignal(WTERMSIG(wait_status)))
                        : fmt::format("The grader ended with exit code {}", WEXITSTATUS(wait_status));
  const std::string said = last_line_of(log);
  return said.empty() ? why + '.' : why + ": " + said;
}

Failures LocalEngine::run(const Work& work) {
  const GradesFolder folder(work.plan.grades);
  const Scratch scratch(folder);
  const AwaitedSignals signals;
  Children children;
  Failures failures;
  std::deque<std::size_t> waiting(work.tasks.begin(), work.tasks.end());
  const auto log = [&](std::size_t task) { return folder.log(work.plan.tasks[task].submission.file_name); };
  while (!waiting.empty() || children.count() > 0) {
    while (!waiting.empty() && children.count() < jobs_) {
      const std::size_t task = waiting.front();
      waiting.pop_front();
      children.add({.task = task,
                    .pid = start({program_.string(), "batch-task", work.plan_file.string(),
                                  std::to_string(task), "--parent", std::to_string(getpid())},
                                 log(task))});
    }
    signals.wait(std::chrono::seconds(1));
    children.reap([&](std::size_t task, int status) {
      if (status != 0) failures[task] = why_it_ended(status, log(task));
      work.ended(task);
    });
    work.tick();
  }
  return failures;
}

}  // namespace grader
