#include "grader/sandbox/keeper.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <system_error>

#include "grader/base/system.hpp"
#include "grader/sandbox/launcher.hpp"
#include "grader/sandbox/process_tree.hpp"

namespace grader {
namespace {

using Kind = Keeper::Report::Kind;

/// What the keeper is to start, and how it reports.
struct Plan {
  Launch launch;
  std::vector<Inherited> inherited;
  int control;
  int report;
};

/// The launch as an order to the launcher. Its descriptors travel beside it: the keeper's two and those of
/// `inherited`, in this order.
Json order_for(const Launch& launch, const std::vector<Inherited>& inherited) {
  std::vector<int> numbers;
  for (const Inherited& each : inherited) numbers.push_back(each.number);
  return {{"arguments", launch.arguments},
          {"environment", launch.environment},
          {"working_directory", launch.working_directory},
          {"before_exec", reinterpret_cast<std::uintptr_t>(launch.before_exec)},
          {"settings", launch.settings},
          {"numbers", numbers}};
}

Plan plan_from(const Json& order, std::span<const int> descriptors) {
  Plan plan{{}, {}, descriptors[0], descriptors[1]};
  plan.launch.arguments = order["arguments"].get<std::vector<std::string>>();
  plan.launch.environment = order["environment"].get<std::vector<std::string>>();
  plan.launch.working_directory = order["working_directory"].string();
  // The launcher is a copy of the grader, so the function is at the same place.
  plan.launch.before_exec =
      reinterpret_cast<const char* (*)(const Json&)>(order["before_exec"].get<std::uintptr_t>());
  plan.launch.settings = order["settings"];
  const auto numbers = order["numbers"].get<std::vector<int>>();
  for (std::size_t i = 0; i < numbers.size(); ++i) plan.inherited.push_back({descriptors[2 + i], numbers[i]});
  return plan;
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& each : strings) result.push_back(const_cast<char*>(each.c_str()));
  result.push_back(nullptr);
  return result;
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
  // The limits come after this: one of them is on memory.
  const std::vector<char*> arguments = pointers(plan.launch.arguments);
  const std::vector<char*> environment = pointers(plan.launch.environment);
  if (const char* failure = plan.launch.before_exec(plan.launch.settings)) give_up(plan.report, failure);
  execve(arguments[0], arguments.data(), environment.data());
  give_up(plan.report, "cannot execute the program");
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Runs in the keeper's process.
void keep(const Json& order, std::span<const int> descriptors) {
  Plan plan = plan_from(order, descriptors);
  setsid();
  system::adopt_orphans();
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

  std::vector<int> descriptors = {control.read_end.get(), report.write_end.get()};
  for (const Inherited& each : inherited) descriptors.push_back(each.fd);
  pid_ = launcher::launch(keep, order_for(launch, inherited), descriptors);
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
  pid_ = -1;
  return result;
}

}  // namespace grader
