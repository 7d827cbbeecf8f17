#include "grader/sandbox/throwaway_user.hpp"

#include <grp.h>
#include <unistd.h>

#include <algorithm>
#include <bitset>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <mutex>
#include <stdexcept>

namespace grader {
namespace {

constexpr unsigned kSlots = 256;
std::mutex mutex;
std::bitset<kSlots> used;

struct UserRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

/// Returns the last range of user ids that this process's user namespace contains. In most containers it is
/// the only one.
UserRange known_users() {
  std::ifstream map("/proc/self/uid_map");
  UserRange last{0, 65536};
  std::uint64_t inside = 0, outside = 0, count = 0;
  while (map >> inside >> outside >> count) {
    if (inside + count > last.first + last.count) last = {inside, count};
  }
  return last;
}

/// Returns an id far above all accounts, and another one for each slot of each process. When the namespace
/// has fewer ids, returns one of the last, and two graders may then get the same one.
unsigned user_of(unsigned slot) {
  constexpr std::uint64_t kFirst = 1U << 30;
  constexpr std::uint64_t kCount = 1U << 30;  // processes are numbered below 2^22
  const std::uint64_t number = (static_cast<std::uint64_t>(getpid()) * kSlots + slot) % kCount;
  const UserRange known = known_users();
  if (known.first <= kFirst && known.first + known.count >= kFirst + kCount) {
    return static_cast<unsigned>(kFirst + number);
  }
  const std::uint64_t span = std::min<std::uint64_t>(known.count / 2, 1U << 15);
  if (span < kSlots) throw std::runtime_error("this container has no users to spare for the program");
  return static_cast<unsigned>(known.first + known.count - 2 -
                               number % span);  // the last is often `nobody`'s
}

}  // namespace

ThrowawayUser::ThrowawayUser() {
  const std::lock_guard lock(mutex);
  while (slot_ < kSlots && used[slot_]) ++slot_;
  if (slot_ == kSlots) throw std::runtime_error("too many programs run at the same time");
  id_ = user_of(slot_);
  used[slot_] = true;
}

ThrowawayUser::~ThrowawayUser() {
  const std::lock_guard lock(mutex);
  used[slot_] = false;
}

const char* become_user(unsigned id) {
  if (setgroups(0, nullptr) != 0) return "cannot leave root's groups (CAP_SETGID is needed)";
  if (setresgid(id, id, id) != 0) return "cannot change to a throwaway group (CAP_SETGID is needed)";
  if (setresuid(id, id, id) != 0) return "cannot change to a throwaway user (CAP_SETUID is needed)";
  if (setuid(0) == 0 || geteuid() != id) {
    errno = EPERM;
    return "cannot give up root for good";
  }
  return nullptr;
}

}  // namespace grader
