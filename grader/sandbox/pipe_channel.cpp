#include "grader/sandbox/pipe_channel.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include "grader/base/system.hpp"

namespace grader {
namespace {

bool try_again_later() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

PipeChannel::PipeChannel(UniqueFd incoming, UniqueFd outgoing, Deadline& deadline)
    : incoming_(std::move(incoming)), outgoing_(std::move(outgoing)), deadline_(deadline) {
  set_nonblocking(incoming_.get());
  set_nonblocking(outgoing_.get());
}

void PipeChannel::wait_for(int fd, short events) {
  using std::chrono::milliseconds;
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline_.left()).count();
    if (left <= 0) throw ChannelClosed("the program did not answer in time");
    pollfd entry{fd, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::min<decltype(left)>(left, INT_MAX)));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw ChannelClosed("the channel to the program cannot be polled");
  }
}

void PipeChannel::send(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = system::send_quietly(outgoing_.get(), bytes.data(), bytes.size());
    if (sent >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    } else if (try_again_later()) {
      wait_for(outgoing_.get(), POLLOUT);
    } else {
      throw ChannelClosed("the program no longer reads");
    }
  }
}

void PipeChannel::receive(std::span<std::byte> bytes) {
  ahead_.fill(bytes, [this](std::span<std::byte> room) { return read_some(room); });
}

std::size_t PipeChannel::read_some(std::span<std::byte> room) {
  for (;;) {
    // An answer is rarely there already, so waiting comes first.
    wait_for(incoming_.get(), POLLIN);
    const ssize_t received = ::read(incoming_.get(), room.data(), room.size());
    if (received > 0) return static_cast<std::size_t>(received);
    if (received == 0 || !try_again_later()) throw ChannelClosed("the program closed the channel");
  }
}

}  // namespace grader
