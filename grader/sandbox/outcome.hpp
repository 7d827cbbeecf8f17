/// How an untrusted program ended.
#pragma once
#include <string>
#include <string_view>

namespace grader {

enum class Ending {
  exited,     ///< By itself; see exit_code.
  signalled,  ///< By a signal that it brought upon itself; see signal. Writing too large a file is SIGXFSZ.
  timed_out,  ///< Wall time, CPU time, or still running a second after the conversation was over.
  memory_limit,   ///< Killed by the kernel as memory ran out. Most fail in their own way before that.
  output_limit,   ///< Wrote more than it may to stdout and stderr.
  sandbox_fault,  ///< It was not run, or not to its end, and that is not its fault; see detail.
};

std::string_view to_string(Ending ending);

struct Outcome {
  Ending ending = Ending::sandbox_fault;
  int exit_code = -1;        ///< Of `exited`.
  int signal = 0;            ///< Of `signalled`.
  std::string output;        ///< stdout. Untrusted bytes; with error_output at most Limits::output_bytes.
  std::string error_output;  ///< stderr, likewise.
  double wall_seconds = 0;
  double cpu_seconds = 0;  ///< User and system time of all its processes.
  std::string detail;      ///< Of `sandbox_fault`: one sentence.

  bool succeeded() const { return ending == Ending::exited && exit_code == 0; }
};

/// Sets ending, exit_code and signal as waitpid(2) tells them.
void ending_from_wait_status(int wait_status, Outcome& outcome);

}  // namespace grader
