#include "grader/worker/call_count.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace grader {

namespace {

struct Entered {
  const void* function;
  std::uint64_t forward;
  std::uint64_t backward;
};

// The table needs no allocation and no constructor, since functions are entered before main() and inside
// malloc(). When a student has more functions than fit, some are not counted.
constinit std::array<Entered, 1024> entered{};
constinit bool in_backward = false;

Entered* find(const void* function) {
  const std::size_t start = (reinterpret_cast<std::uintptr_t>(function) >> 2) % entered.size();
  for (std::size_t i = 0; i < 16; ++i) {
    Entered& place = entered[(start + i) % entered.size()];
    if (place.function == nullptr) place.function = function;
    if (place.function == function) return &place;
  }
  return nullptr;
}

}  // namespace

void count_forward_pass() {
  in_backward = false;
  for (Entered& place : entered) place.forward = place.backward = 0;
}

void count_backward_pass() {
  in_backward = true;
  for (Entered& place : entered) place.backward = 0;
}

std::uint64_t forward_calls() {
  std::uint64_t most = 0;
  for (const Entered& place : entered) {
    if (place.forward != 0) most = std::max(most, place.backward / place.forward);
  }
  return most;
}

}  // namespace grader

// The compiler inserts calls to these names.
extern "C" {
void __cyg_profile_func_enter(void* function, void* caller);
void __cyg_profile_func_exit(void* function, void* caller);

void __cyg_profile_func_enter(void* function, void*) {
  if (grader::Entered* place = grader::find(function)) {
    ++(grader::in_backward ? place->backward : place->forward);
  }
}

void __cyg_profile_func_exit(void*, void*) {}
}
