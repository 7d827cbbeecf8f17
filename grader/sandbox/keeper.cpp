#include "grader/sandbox/keeper.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "grader/base/system.hpp"
#include "grader/sandbox/process_tree.hpp"

namespace grader {
namespace {

using Kind = Keeper::Report::Kind;

/// Everything that the new processes need, laid out before the fork.
struct Plan {
  const Launch& launch;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  std::vector<Inherited> inherited;
  std::vector<int> keepers_descriptors;
  int control;
  int report;
};

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& each : strings) result.push_back(const_cast<char*>(each.c_str()));
  result.push_back(nullptr);
  return result;
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void send_report(int fd, const Keeper::Report& report) {
  if (write(fd, &report, sizeof report) != sizeof report) _exit(1);
}

[[noreturn]] void give_up(int report_fd, const char* reason) {
  Keeper::Report report;
  report.kind = Kind::not_started;
  report.error = errno;
  std::strncpy(report.reason, reason, sizeof report.reason - 1);
  send_report(report_fd, report);
  _exit(127);
}

/// Runs in the new process.
[[noreturn]] void become_program(Plan& plan) {
  setsid();
  if (!arrange_descriptors(plan.inherited, plan.report)) _exit(127);
  if (chdir(plan.launch.working_directory.c_str()) != 0)
    give_up(plan.report, "cannot enter the working directory");
  if (const char* failure = plan.launch.before_exec()) give_up(plan.report, failure);
  execve(plan.arguments[0], plan.arguments.data(), plan.environment.data());
  give_up(plan.report, "cannot execute the program");
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Runs in the keeper's process.
[[noreturn]] void keep(Plan& plan) {
  reset_signals();
  setsid();  // A Ctrl-C in the terminal is for the grader, at whose end the control pipe closes.
  system::adopt_orphans();
  // The grader's other threads may have other runs' pipes open, which would never close while copies are
  // here.
  if (!close_all_but(plan.keepers_descriptors)) _exit(1);
  const pid_t program = fork();
  if (program == 0) become_program(plan);
  if (program < 0) give_up(plan.report, "cannot fork");
  const int own[] = {plan.control, plan.report};
  if (!close_all_but(own)) _exit(1);

  system::wait_for_end_or_order(program, plan.control);
  Keeper::Report report;
  report.kind = Kind::finished;
  report.wait_status = kill_descendants(program);
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  report.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  send_report(plan.report, report);
  _exit(0);
}

}  // namespace

Keeper::Keeper(const Launch& launch, std::vector<Inherited> inherited) {
  Pipe control = make_pipe();
  Pipe report = make_pipe();
  const UniqueFd nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!nothing) throw std::system_error(errno, std::generic_category(), "cannot open /dev/null");
  inherited.push_back({nothing.get(), 0});
  for (const auto& each : launch.inherited) inherited.push_back({each.fd.get(), each.number});

  Plan plan{launch, pointers(launch.arguments), pointers(launch.environment), std::move(inherited),
            {},     control.read_end.get(),     report.write_end.get()};
  plan.keepers_descriptors = {plan.control, plan.report};
  for (const auto& each : plan.inherited) plan.keepers_descriptors.push_back(each.fd);

  pid_ = fork();
  if (pid_ == 0) keep(plan);
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "cannot fork");
  control_ = std::move(control.write_end);
  report_ = std::move(report.read_end);
}

Keeper::~Keeper() {
  if (pid_ > 0) {
    kill_all();
    wait();
  }
}

void Keeper::kill_all() { control_.reset(); }

Keeper::Report Keeper::wait() {
  Report result;
  for (;;) {
    Report next;
    const ssize_t count = read(report_.get(), &next, sizeof next);
    if (count < 0 && errno == EINTR) continue;
    if (count != sizeof next) break;  // The end: the keeper has gone.
    if (result.kind != Kind::not_started) result = next;
  }
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return result;
}

}  // namespace grader
