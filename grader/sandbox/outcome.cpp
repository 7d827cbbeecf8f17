#include "grader/sandbox/outcome.hpp"

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

}  // namespace grader
