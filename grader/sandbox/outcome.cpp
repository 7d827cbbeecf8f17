#include "grader/sandbox/outcome.hpp"

#include <sys/wait.h>

namespace grader {

std::string_view to_string(Ending ending) {
  switch (ending) {
    case Ending::exited:
      return "exited";
    case Ending::signalled:
      return "signalled";
    case Ending::timed_out:
      return "timed_out";
    case Ending::memory_limit:
      return "memory_limit";
    case Ending::output_limit:
      return "output_limit";
    case Ending::sandbox_fault:
      return "sandbox_fault";
  }
  return "unknown";
}

void ending_from_wait_status(int wait_status, Outcome& outcome) {
  if (WIFSIGNALED(wait_status)) {
    outcome.ending = Ending::signalled;
    outcome.signal = WTERMSIG(wait_status);
  } else {
    outcome.ending = Ending::exited;
    outcome.exit_code = WEXITSTATUS(wait_status);
  }
}

}  // namespace grader
