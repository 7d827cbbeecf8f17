#include "grader/submission/tool_failure.hpp"

#include <fmt/format.h>

#include <csignal>
#include <string_view>

#include "grader/base/text.hpp"

namespace grader {

namespace {

/// Returns the first line that begins with `start`, or an empty string. A student's own text (#error) follows
/// their file's name in the output. They can fake that name with #line. Their error then has another name,
/// but it is still an error.
std::string_view line_beginning_with(std::string_view text, std::string_view start) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    if (line.starts_with(start)) return line;
    at += line.size() + 1;
  }
  return {};
}

/// Returns whether the last words of g++ are that this signal ended a program that it had started. A file can
/// name itself like this too. The place of an error follows then, and here nothing does.
bool driver_names(std::string_view errors, std::string_view signal) {
  const std::string_view last_words = line_beginning_with(errors, "g++: ");
  const std::string words = fmt::format("{} signal terminated program ", signal);
  const auto at = last_words.find(words);
  return at != last_words.npos && last_words.find_first_of(": ", at + words.size()) == last_words.npos;
}

class Stop {
 public:
  Stop(const Outcome& outcome, const Limits& limits, const std::string& action, const std::string& file)
      : outcome_(outcome), limits_(limits), action_(action), file_(file) {}

  std::optional<BuildFailure> describe() const {
    if (ran_out_of_time(outcome_)) return too_slow();
    switch (outcome_.ending) {
      case Ending::sandbox_fault:
        return failure(Status::grader_error, "was not possible in the sandbox: " + outcome_.detail);
      case Ending::timed_out:
        break;  // above
      case Ending::memory_limit:
        return too_large();
      case Ending::output_limit:
        return says_out_of_memory() ? too_large() : too_many_messages();
      case Ending::signalled:
        return by_signal();
      case Ending::exited:
        return outcome_.exit_code == 0 ? std::nullopt : by_driver();
    }
    return std::nullopt;
  }

 private:
  BuildFailure failure(Status status, const std::string& what) const {
    return {status, clean(fmt::format("{} {}.", action_, what), 300), file_};
  }
  BuildFailure too_slow() const {
    return failure(Status::timeout, fmt::format("took longer than {} s of computing, or {} s in all",
                                                limits_.cpu_seconds, limits_.wall_seconds));
  }
  BuildFailure too_large() const {
    return failure(Status::memory_limit,
                   fmt::format("needs more than {} MiB of memory", limits_.memory_bytes >> 20));
  }
  BuildFailure too_many_messages() const {
    return failure(Status::output_limit, fmt::format("made the compiler write more than {} KiB of messages",
                                                     limits_.output_bytes >> 10));
  }
  BuildFailure too_long_file() const {
    return failure(Status::output_limit,
                   fmt::format("gives a file of more than {} MiB", limits_.file_bytes >> 20));
  }

  std::optional<BuildFailure> by_signal() const {
    switch (outcome_.signal) {
      case SIGXFSZ:
        return too_long_file();
      case SIGKILL:
        return killed();
      default:
        return failure(Status::compile_error, fmt::format("was ended by signal {}", outcome_.signal));
    }
  }

  BuildFailure killed() const {
    const bool out_of_time = outcome_.cpu_seconds >= 0.9 * limits_.cpu_seconds;
    return out_of_time ? too_slow() : too_large();
  }

  /// clang++ that has run out of memory says so, and then what it was about. That has the names of the types,
  /// which may be longer than any limit.
  bool says_out_of_memory() const {
    return !line_beginning_with(outcome_.error_output, "LLVM ERROR: out of memory").empty();
  }

  /// The g++ that we start only starts other programs, and reports in words how they ended. clang++ runs out
  /// of memory itself. A source file can print the same words, so they only choose among the student's own
  /// failures.
  std::optional<BuildFailure> by_driver() const {
    const std::string_view errors = outcome_.error_output;
    if (driver_names(errors, "File size limit exceeded")) return too_long_file();
    if (driver_names(errors, "Killed")) return killed();
    // A file can name itself like this; then the place of an error follows.
    for (const char* tool : {"cc1plus", "as"}) {
      const std::string words = fmt::format("{}: out of memory", tool);
      const std::string_view line = line_beginning_with(errors, words);
      if (line.ends_with(" bytes")) return too_large();
    }
    if (says_out_of_memory() || !line_beginning_with(errors, "virtual memory exhausted").empty())
      return too_large();
    if (errors.find("PCH allocation failure") != errors.npos) return too_large();
    for (const char* full : {"File too large", "No space left on device"}) {
      const bool of_assembler = !line_beginning_with(errors, "/tmp/").empty() ||
                                !line_beginning_with(errors, "{standard input}").empty() ||
                                !line_beginning_with(errors, "as: ").empty();
      if (of_assembler && errors.find(full) != errors.npos) return too_long_file();
    }
    return std::nullopt;
  }

  const Outcome& outcome_;
  const Limits& limits_;
  const std::string& action_;
  const std::string& file_;
};

}  // namespace

std::optional<BuildFailure> stopped(const Outcome& outcome, const Limits& limits, const std::string& action,
                                    const std::string& file) {
  return Stop(outcome, limits, action, file).describe();
}

bool ran_out_of_time(const Outcome& outcome) {
  if (outcome.ending == Ending::timed_out) return true;
  if (outcome.ending == Ending::signalled) return outcome.signal == SIGXCPU;
  return outcome.ending == Ending::exited && outcome.exit_code != 0 &&
         driver_names(outcome.error_output, "CPU time limit exceeded");
}

}  // namespace grader
