// A build with BACKPROP_SANDBOX=OFF: programs run as plain child processes under resource limits.
#include <stdexcept>

#include "grader/sandbox/backends.hpp"
#include "grader/sandbox/confinement.hpp"

namespace grader {

bool built_with_sandbox() { return false; }

BackendStatus probe_backend(Isolation isolation) {
  return {isolation, false, "this grader was built without a sandbox (BACKPROP_SANDBOX=OFF)"};
}

std::unique_ptr<Confinement> confine(Isolation isolation, const Program& program, const Limits& limits) {
  if (isolation != Isolation::none)
    throw std::logic_error("confine: this grader was built without a sandbox");
  return leave_unconfined(program, limits);
}

}  // namespace grader
