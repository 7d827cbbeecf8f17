#include "grader/sandbox/confinement.hpp"

#include <stdexcept>

#include "grader/sandbox/landlock.hpp"

namespace grader {

std::unique_ptr<Confinement> confine(Isolation isolation, const Program& program, const Limits& limits) {
  switch (isolation) {
    case Isolation::bubblewrap:
      return confine_in_bubblewrap(program, limits);
    case Isolation::landlock:
      return confine_with_landlock(program, limits, landlock_abi());
    case Isolation::none:
      return leave_unconfined(program, limits);
  }
  throw std::logic_error("confine: unknown isolation");
}

}  // namespace grader
