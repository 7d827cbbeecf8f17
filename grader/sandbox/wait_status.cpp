#include "grader/sandbox/wait_status.hpp"

#include <sys/wait.h>

namespace grader {

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
