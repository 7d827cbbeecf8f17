#include "grader/sandbox/run.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>

#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/deadline.hpp"
#include "grader/sandbox/keeper.hpp"
#include "grader/sandbox/path_mapping.hpp"
#include "grader/sandbox/pipe_channel.hpp"
#include "grader/sandbox/process_tree.hpp"
#include "grader/sandbox/supervisor.hpp"

namespace grader {
namespace {

using Clock = Supervisor::Clock;

constexpr std::chrono::seconds kGraceAfterConversation{1};

Outcome fault(std::string detail) {
  Outcome outcome;
  outcome.ending = Ending::sandbox_fault;
  outcome.detail = std::move(detail);
  return outcome;
}

/// Returns what is wrong with `program` before it is started, or an empty string. Checking here gives every
/// backend the same message.
std::string objection(const Program& program) {
  if (program.arguments.empty()) return "the program to run has no name";
  const std::string& name = program.arguments.front();
  if (!name.starts_with('/')) return fmt::format("the program's path '{}' is not absolute", name);
  for (const Mount& mount : program.mounts) {
    const std::string target = mount.target.string();
    if (!mount.target.is_absolute() || mount.target.lexically_normal().native() != target ||
        target.ends_with('/')) {
      return fmt::format("the mount target '{}' is not an absolute path in its shortest form", target);
    }
    if (!std::filesystem::exists(mount.source))
      return fmt::format("the mount source '{}' does not exist", mount.source.string());
  }
  const auto executable = host_path(name, program.mounts);
  if (access(executable.c_str(), X_OK) != 0) {
    return fmt::format("the program {} (on the host {}) is not there or not executable", name,
                       executable.string());
  }
  return {};
}

/// Returns how often the kernel has killed a process for lack of memory since it booted.
long out_of_memory_kills() {
  std::ifstream file("/proc/vmstat");
  std::string name;
  for (long value = 0; file >> name >> value;) {
    if (name == "oom_kill") return value;
  }
  return 0;
}

/// Runs the conversation while the supervisor watches in another thread.
Supervisor::Result converse(const Conversation& conversation, std::optional<PipeChannel>& channel,
                            Supervisor& supervisor, Deadline& deadline) {
  auto watching = std::async(std::launch::async, [&] { return supervisor.watch(); });
  std::exception_ptr failure;
  try {
    conversation(*channel);
  } catch (const ChannelClosed&) {
    // The outcome says what became of the program.
  } catch (...) {
    failure = std::current_exception();
  }
  // A program may end by itself when its channel closes. After the deadline that must not look like an end of
  // its own: the channel stays open until the supervisor has killed it.
  if (deadline.left() > Clock::duration::zero()) channel.reset();
  supervisor.hurry(failure ? Clock::duration::zero() : Clock::duration(kGraceAfterConversation));
  Supervisor::Result result = watching.get();
  if (failure) std::rethrow_exception(failure);
  return result;
}

void judge(const Supervisor::Result& result, const Limits& limits, const Confinement& confinement,
           Deadline& deadline, long kills_before, Outcome& outcome) {
  using Kind = Keeper::Report::Kind;
  const Keeper::Report& report = result.report;
  outcome.ending = Ending::sandbox_fault;
  if (report.kind != Kind::finished) {
    outcome.detail = report.kind == Kind::lost
                         ? "the process that kept the program was killed"
                         : fmt::format("{}: {}", report.reason, std::strerror(report.error));
    return;
  }
  outcome.cpu_seconds = report.cpu_seconds;
  if (result.cut != Supervisor::Cut::none) {
    outcome.ending = result.cut == Supervisor::Cut::output ? Ending::output_limit : Ending::timed_out;
    if (result.cut == Supervisor::Cut::deadline && deadline.was_starved()) {
      outcome.ending = Ending::sandbox_fault;
      outcome.detail =
          fmt::format("the machine is too busy: in {:.0f} s the program had a processor for {:.0f} s",
                      outcome.wall_seconds, outcome.cpu_seconds);
    }
    if (!confinement.has_started()) {
      outcome.ending = Ending::sandbox_fault;
      outcome.detail = "the sandbox was not ready in time";
    }
    return;
  }
  confinement.interpret(report.wait_status, outcome);
  if (outcome.ending != Ending::signalled) return;
  const bool out_of_time =
      outcome.signal == SIGXCPU || (outcome.signal == SIGKILL && report.cpu_seconds >= limits.cpu_seconds);
  const bool out_of_memory = outcome.signal == SIGKILL && out_of_memory_kills() > kills_before;
  if (out_of_time) outcome.ending = Ending::timed_out;
  if (!out_of_time && out_of_memory) outcome.ending = Ending::memory_limit;
}

/// Says why a program could not be started.
class CannotStart : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::unique_ptr<Keeper> start(Confinement& confinement, const std::vector<Inherited>& inherited) try {
  return std::make_unique<Keeper>(confinement.prepare(), inherited);
} catch (const std::exception& error) {
  throw CannotStart(error.what());
}

// Returns how long the program has waited for a processor while it had none itself. Many processes that wait
// for each other, as those of a fork bomb do, have the processors together.
std::chrono::duration<double> taken_by_others(pid_t root, std::chrono::duration<double> elapsed) {
  const ProcessorUse use = processor_use(root);
  return std::max(std::chrono::duration<double>(), std::min(use.waited, elapsed - use.used));
}

Outcome run_confined(Confinement& confinement, const Limits& limits, const Conversation& conversation) {
  const long kills_before = out_of_memory_kills();
  const auto beginning = Clock::now();
  std::atomic<pid_t> root = -1;
  Deadline deadline(std::chrono::duration<double>(limits.wall_seconds), [&root, beginning] {
    return root < 0 ? std::chrono::duration<double>() : taken_by_others(root, Clock::now() - beginning);
  });

  Pipe output = make_pipe();
  Pipe error_output = make_pipe();
  std::vector<Inherited> inherited{{output.write_end.get(), 1}, {error_output.write_end.get(), 2}};
  Pipe to_program, from_program;
  std::optional<PipeChannel> channel;
  if (conversation) {
    to_program = make_quiet_pipe();
    from_program = make_pipe();
    inherited.push_back({to_program.read_end.get(), 3});
    inherited.push_back({from_program.write_end.get(), 4});
    channel.emplace(std::move(from_program.read_end), std::move(to_program.write_end), deadline);
  }

  const std::unique_ptr<Keeper> keeper = start(confinement, inherited);
  root = keeper->pid();
  // These ends are the program's now; our copies would keep its pipes open.
  for (Pipe* pipe : {&output, &error_output, &from_program}) pipe->write_end.reset();
  to_program.read_end.reset();

  Supervisor supervisor(*keeper, confinement, std::move(output.read_end), std::move(error_output.read_end),
                        limits.output_bytes, deadline);
  Supervisor::Result result =
      conversation ? converse(conversation, channel, supervisor, deadline) : supervisor.watch();

  Outcome outcome;
  outcome.wall_seconds = std::chrono::duration<double>(Clock::now() - beginning).count();
  outcome.output = std::move(result.output);
  outcome.error_output = std::move(result.error_output);
  judge(result, limits, confinement, deadline, kills_before, outcome);
  return outcome;
}

}  // namespace

Outcome sandbox::run(Isolation isolation, const Program& program, const Limits& limits,
                     const Conversation& conversation) {
  if (std::string wrong = objection(program); !wrong.empty()) return fault(std::move(wrong));
  const std::unique_ptr<Confinement> confinement = confine(isolation, program, limits);
  try {
    return run_confined(*confinement, limits, conversation);
  } catch (const CannotStart& error) {
    return fault(error.what());
  }
}

}  // namespace grader
