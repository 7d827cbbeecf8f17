#include "grader/sandbox/descriptors.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "grader/base/system.hpp"

namespace grader {

bool close_all_but(std::span<const int> keep) {
  std::array<int, 16> sorted{};
  if (keep.size() > sorted.size()) return false;
  const auto end = std::copy(keep.begin(), keep.end(), sorted.begin());
  std::sort(sorted.begin(), end);
  unsigned next = 0;
  for (auto each = sorted.begin(); each != end; ++each) {
    const auto fd = static_cast<unsigned>(*each);
    if (fd > next && !system::close_descriptors(next, fd - 1)) return false;
    next = fd + 1;
  }
  return system::close_descriptors(next, ~0U);
}

bool arrange_descriptors(std::span<Inherited> inherited, int& also) {
  // First moves all descriptors out of the way, since the new number of one may be the present number of
  // another.
  also = fcntl(also, F_DUPFD_CLOEXEC, kDescriptorNumbers);
  if (also < 0) return false;
  for (Inherited& each : inherited) {
    each.fd = fcntl(each.fd, F_DUPFD_CLOEXEC, kDescriptorNumbers);
    if (each.fd < 0) return false;
  }
  if (!system::close_descriptors(0, kDescriptorNumbers - 1)) return false;
  for (const Inherited& each : inherited) {
    if (dup2(each.fd, each.number) < 0) return false;
  }
  return system::close_descriptors_on_exec(kDescriptorNumbers);
}

}  // namespace grader
