#include "grader/grading/worker_run.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>

#include "grader/worker/frame.hpp"
#include "grader/worker/remote_subject.hpp"

namespace grader {

namespace {

std::string signal_text(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "it crashed with SIGSEGV: memory outside of a tensor was touched, or recursion went too deep";
    case SIGABRT:
      return "it aborted (SIGABRT): abort(), a failed assert, or damaged memory";
    case SIGFPE:
      return "it crashed with SIGFPE: an integer was divided by 0, or a floating-point trap was set";
    case SIGXFSZ:
      return "it wrote too large a file (SIGXFSZ)";
    case SIGSYS:
      return "it made a system call that is not allowed here (SIGSYS)";
    default: {
#if defined(__GLIBC__)
      const char* name = sigabbrev_np(signal);
      return fmt::format("it was ended by signal {}{}", signal, name ? fmt::format(" (SIG{})", name) : "");
#else
      return fmt::format("it was ended by signal {} ({})", signal, strsignal(signal));
#endif
    }
  }
}

}  // namespace

Failure describe(const Outcome& outcome, const Limits& limits) {
  switch (outcome.ending) {
    case Ending::timed_out:
      return {Status::timeout,
              fmt::format("it did not finish within {:g} s of computing, {:g} s in all: an endless loop?",
                          limits.cpu_seconds, limits.wall_seconds)};
    case Ending::memory_limit:
      return {Status::memory_limit, fmt::format("it needed more than {} MB", limits.memory_bytes >> 20)};
    case Ending::output_limit:
      return {Status::output_limit, fmt::format("it printed more than {} kB", limits.output_bytes >> 10)};
    case Ending::signalled:
      return {Status::crash, signal_text(outcome.signal)};
    case Ending::exited:
      return {Status::crash,
              fmt::format("it ended in the middle, with exit code {}: a layer must return, not exit",
                          outcome.exit_code)};
    case Ending::sandbox_fault:
      break;
  }
  return {Status::grader_error, "the sandbox failed: " + outcome.detail};
}

namespace {

std::optional<Failure> run_once(Isolation isolation, const Program& program, const Limits& limits,
                                const std::function<void(Subject&)>& questions, const FindLine& find_line,
                                const OutsideCaller& outside, std::string* printed) {
  bool complete = false;
  std::optional<Failure> failure;
  const Outcome outcome = sandbox::run(isolation, program, limits, [&](Channel& channel) {
    try {
      RemoteSubject subject(channel, find_line, outside);
      questions(subject);
      subject.end();
      complete = true;
    } catch (const Failure& thrown) {
      failure = thrown;
    } catch (const ProtocolError& error) {
      failure =
          Failure(Status::crash, std::string("the worker's answer cannot be understood: ") + error.what());
    }
  });
  if (printed) {
    *printed = outcome.output;
    if (!printed->empty() && !outcome.error_output.empty() && printed->back() != '\n') *printed += '\n';
    *printed += outcome.error_output;
  }
  if (failure) return failure;
  if (complete) return std::nullopt;
  return describe(outcome, limits);
}

bool may_be_the_machines(const Failure& failure) {
  return failure.status == Status::crash || failure.status == Status::memory_limit ||
         failure.status == Status::grader_error;
}

}  // namespace

std::optional<Failure> run_worker(Isolation isolation, const Program& program, const Limits& limits,
                                  const std::function<void(Subject&)>& questions, const FindLine& find_line,
                                  const OutsideCaller& outside, std::string* printed) {
  const auto run = [&] {
    return run_once(isolation, program, limits, questions, find_line, outside, printed);
  };
  std::optional<Failure> failure = run();
  return failure && may_be_the_machines(*failure) ? run() : failure;
}

}  // namespace grader
