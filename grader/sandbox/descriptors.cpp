#include "grader/sandbox/descriptors.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "grader/base/system.hpp"

namespace grader {
namespace {

#if defined(MSG_NOSIGNAL)
constexpr int kWithoutSignal = MSG_NOSIGNAL;
#else
constexpr int kWithoutSignal = 0;  // There, system::make_socket_pair() has said it of the socket.
#endif

/// One byte, and room for the descriptors that go with it.
struct Parcel {
  explicit Parcel(std::size_t descriptors) {
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    if (descriptors == 0) return;
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors);
  }

  char byte = 0;
  iovec piece{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kMostSent)] = {};
  msghdr message{};
};

}  // namespace

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

bool send_descriptors(int socket, std::span<const int> fds) {
  if (fds.size() > kMostSent) return errno = EMFILE, false;
  Parcel parcel(fds.size());
  if (!fds.empty()) {
    cmsghdr* header = CMSG_FIRSTHDR(&parcel.message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
  }
  ssize_t sent = -1;
  do sent = sendmsg(socket, &parcel.message, kWithoutSignal);
  while (sent < 0 && errno == EINTR);
  return sent == 1;
}

bool receive_descriptors(int socket, std::span<int> fds) {
  if (fds.size() > kMostSent) return false;
  Parcel parcel(fds.size());
  ssize_t received = -1;
  do received = recvmsg(socket, &parcel.message, 0);
  while (received < 0 && errno == EINTR);
  if (received != 1) return false;
  if (fds.empty()) return true;
  const cmsghdr* header = CMSG_FIRSTHDR(&parcel.message);
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(fds.size_bytes()))
    return false;
  std::memcpy(fds.data(), CMSG_DATA(header), fds.size_bytes());
  return true;
}

}  // namespace grader
