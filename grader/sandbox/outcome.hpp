/// How an untrusted program ended.
#pragma once
#include <string>
#include <string_view>

namespace grader {

enum class Ending {
  exited,         ///< By itself; see exit_code.
  signalled,      ///< Died of its own signal; see signal. Writing too large a file is SIGXFSZ.
  timed_out,      ///< Wall time, CPU time, or still running a second after the conversation was over.
  memory_limit,   ///< Killed by the kernel as memory ran out. Most programs fail by themselves first.
  output_limit,   ///< Wrote more than it may to stdout and stderr.
  sandbox_fault,  ///< The grader could not run it, or not to its end; see detail.
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

/// Sets ending, exit_code and signal from a wait status of waitpid(2).
void ending_from_wait_status(int wait_status, Outcome& outcome);

}  // namespace grader
