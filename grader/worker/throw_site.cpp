#include "grader/worker/throw_site.hpp"

#include <dlfcn.h>
#include <unwind.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <typeinfo>

// The bounds of the program's code, defined by the linker.
#if defined(__APPLE__)  // never tried
#include <mach-o/getsect.h>
#include <mach-o/ldsyms.h>
#define BACKPROP_THROW "___cxa_throw"
#else
extern "C" const char __executable_start;
extern "C" const char etext;
#define BACKPROP_THROW "__cxa_throw"
#endif

namespace grader {

namespace {

constexpr std::size_t kMostFrames = 32;

// These do not allocate, since memory may have run out.
struct Frames {
  std::array<std::uint64_t, kMostFrames> addresses;
  std::size_t count = 0;
};

constinit Frames thrown{};

bool is_in_program(std::uint64_t address) {
#if defined(__APPLE__)
  unsigned long size = 0;
  const auto begin = reinterpret_cast<std::uint64_t>(getsegmentdata(&_mh_execute_header, "__TEXT", &size));
  return address >= begin && address < begin + size;
#else
  return address >= reinterpret_cast<std::uint64_t>(&__executable_start) &&
         address < reinterpret_cast<std::uint64_t>(&etext);
#endif
}

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* into) {
  auto& frames = *static_cast<Frames*>(into);
  const std::uint64_t address = _Unwind_GetIP(context);
  if (is_in_program(address)) frames.addresses[frames.count++] = address;
  return frames.count == kMostFrames ? _URC_END_OF_STACK : _URC_NO_REASON;
}

std::vector<std::uint64_t> listed(const Frames& frames) {
  return {frames.addresses.begin(), frames.addresses.begin() + static_cast<std::ptrdiff_t>(frames.count)};
}

}  // namespace

std::vector<std::uint64_t> last_throw() { return listed(thrown); }

std::vector<std::uint64_t> callers() {
  Frames frames{};
  _Unwind_Backtrace(add_frame, &frames);
  return listed(frames);
}

}  // namespace grader

// Every `throw` calls __cxa_throw. A definition in the program replaces the library's, also for throws inside
// the library.
[[noreturn]] void note_and_throw(void* exception, std::type_info* type,
                                 void (*destroy)(void*)) __asm__(BACKPROP_THROW);

void note_and_throw(void* exception, std::type_info* type, void (*destroy)(void*)) {
  grader::thrown.count = 0;
  _Unwind_Backtrace(grader::add_frame, &grader::thrown);
  using Throw = void (*)(void*, std::type_info*, void (*)(void*));
  static const auto really = reinterpret_cast<Throw>(dlsym(RTLD_NEXT, "__cxa_throw"));
  if (really) really(exception, type, destroy);
  std::abort();
}
