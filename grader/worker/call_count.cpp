#include "grader/worker/call_count.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace grader {

namespace {

struct Entered {
  const void* function;
  std::uint64_t forward;
  std::uint64_t backward;
  bool of_vocabulary;
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
  constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t most = 0;
  std::uint64_t least = kNone;
  for (const Entered& place : entered) {
    if (place.forward == 0) continue;
    const std::uint64_t quotient = place.backward / place.forward;
    if (place.of_vocabulary) {
      least = std::min(least, quotient);
    } else {
      most = std::max(most, quotient);
    }
  }
  return least == kNone ? most : std::max(most, least);
}

}  // namespace grader

namespace {

void enter(void* function, bool of_vocabulary) {
  if (grader::Entered* place = grader::find(function)) {
    place->of_vocabulary = of_vocabulary;
    ++(grader::in_backward ? place->backward : place->forward);
  }
}

}  // namespace

// The compiler inserts calls to these names. In a worker's copy of the vocabulary, the toolkit's build has
// renamed them.
extern "C" {
void __cyg_profile_func_enter(void* function, void* caller);
void __cyg_profile_func_exit(void* function, void* caller);
void backprop_vocabulary_enter(void* function, void* caller);
void backprop_vocabulary_exit(void* function, void* caller);

void __cyg_profile_func_enter(void* function, void*) { enter(function, false); }
void __cyg_profile_func_exit(void*, void*) {}
void backprop_vocabulary_enter(void* function, void*) { enter(function, true); }
void backprop_vocabulary_exit(void*, void*) {}
}
