// Isolation::bubblewrap. bwrap makes the namespaces and mounts. Then it waits (--block-fd) until the first
// process inside has its resource limits. The limits apply to that process and not to bwrap, so they do not
// hinder bwrap, and processes are counted in the box only.
#include <fmt/format.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "grader/sandbox/bubblewrap_arguments.hpp"
#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/ownership.hpp"
#include "grader/sandbox/path_mapping.hpp"
#include "grader/sandbox/resource_limits.hpp"
#include "grader/sandbox/seccomp_filter.hpp"
#include "grader/sandbox/user_namespace.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::string find_bwrap() {
  for (const char* path : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"}) {
    if (access(path, X_OK) == 0) return path;
  }
  throw std::runtime_error("bwrap is not installed");
}

/// Returns the number that follows `"key":` in bwrap's status lines, or -1.
long number_after(const std::string& text, const std::string& key) {
  const std::string label = fmt::format("\"{}\":", key);
  const auto at = text.find(label);
  return at == std::string::npos ? -1 : std::strtol(text.c_str() + at + label.size(), nullptr, 10);
}

class Bubblewrap : public Confinement {
 public:
  Bubblewrap(const Program& program, const Limits& limits)
      : program_(program),
        limits_(limits),
        grader_is_root_(geteuid() == 0),
        resource_limits_(resource_limits(limits)) {
    // bwrap's first process inside counts too. When the grader is root, that process belongs to another user
    // and does not count.
    resource_limits_.push_back(process_limit(limits.processes + (grader_is_root_ ? 0 : 1)));
  }

  Launch prepare() override {
    Launch launch;
    launch.arguments = bubblewrap_arguments(find_bwrap(), program_, limits_, grader_is_root_);
    Pipe status = make_pipe();
    Pipe block = make_pipe();
    status_ = std::move(status.read_end);
    block_ = std::move(block.write_end);
    set_nonblocking(status_.get());
    launch.inherited.push_back({seccomp_filter_file(system_calls(limits_)), kSeccompNumber});
    launch.inherited.push_back({std::move(status.write_end), kStatusNumber});
    launch.inherited.push_back({std::move(block.read_end), kBlockNumber});
    if (grader_is_root_) {
      for (const Mount& mount : program_.mounts) {
        if (mount.writable) chown_tree(fs::canonical(mount.source), kBoxUser);
      }
      // The kernel exempts the host's root from the limit on processes, whatever its name inside.
      launch.before_exec = [](const Json&) { return enter_user_namespace_with(kBoxUser); };
    }
    return launch;
  }

  int status_fd() const override { return status_.get(); }

  bool on_status() override {
    char buffer[512];
    ssize_t count = 0;
    while ((count = read(status_.get(), buffer, sizeof buffer)) > 0) {
      status_text_.append(buffer, static_cast<std::size_t>(count));
    }
    const bool more_may_come = count < 0;
    if (!released_ && status_text_.find('\n') != std::string::npos) release();
    return more_may_come;
  }

  // bwrap may hang between its first status line and the byte that lets it go on: then the byte is still
  // there.
  bool has_started() const override {
    int unread = 0;
    return released_ && ioctl(block_.get(), FIONREAD, &unread) == 0 && unread == 0;
  }

  void interpret(int wait_status, Outcome& outcome) const override {
    const long code = number_after(status_text_, "exit-code");
    if (code < 0 || !WIFEXITED(wait_status) || !released_) {
      outcome.ending = Ending::sandbox_fault;
      // A box that bwrap gives up is gone before its limits can be set.
      const bool limits_refused = !limits_applied_ && !status_text_.empty() &&
                                  outcome.error_output.find("bwrap: ") == std::string::npos;
      outcome.detail =
          limits_refused ? "cannot put resource limits on the box" : bwrap_message(outcome.error_output);
      return;
    }
    // bwrap reports signals only by the shells' convention, so a program that exits with 134 looks like one
    // that aborts.
    if (code > 128 && code <= 128 + SIGSYS) {
      outcome.ending = Ending::signalled;
      outcome.signal = static_cast<int>(code - 128);
    } else {
      outcome.ending = Ending::exited;
      outcome.exit_code = static_cast<int>(code);
    }
  }

 private:
  /// Lets the program start once its first process is known and has its limits.
  void release() {
    const auto first = static_cast<pid_t>(number_after(status_text_, "child-pid"));
    limits_applied_ = first > 0 && set_limits(resource_limits_, first);
    // block_ stays open: an end of file would let bwrap go on, as a byte does.
    released_ = limits_applied_ && write(block_.get(), "", 1) == 1;
    if (!released_ && first > 0) kill(first, SIGKILL);
  }

  static std::string bwrap_message(const std::string& error_output) {
    const auto at = error_output.rfind("bwrap: ");
    if (at == std::string::npos) return "bwrap ended without a word";
    return error_output.substr(at, error_output.find('\n', at) - at);
  }

  const Program& program_;
  const Limits& limits_;
  const bool grader_is_root_;
  std::vector<ResourceLimit> resource_limits_;
  UniqueFd status_;
  UniqueFd block_;
  std::string status_text_;
  bool limits_applied_ = false;
  bool released_ = false;
};

}  // namespace

std::unique_ptr<Confinement> confine_in_bubblewrap(const Program& program, const Limits& limits) {
  return std::make_unique<Bubblewrap>(program, limits);
}

}  // namespace grader
