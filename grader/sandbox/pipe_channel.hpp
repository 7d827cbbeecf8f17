/// A channel over two file descriptors.
#pragma once
#include <chrono>

#include "grader/sandbox/channel.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// Neither direction blocks beyond the deadline, whatever the other side does or does not do.
class PipeChannel : public Channel {
 public:
  /// `incoming` is a pipe's read end, `outgoing` the write end of make_quiet_pipe().
  PipeChannel(UniqueFd incoming, UniqueFd outgoing, std::chrono::steady_clock::time_point deadline);

  void send(std::span<const std::byte> bytes) override;
  void receive(std::span<std::byte> bytes) override;

 private:
  /// Waits until `fd` is ready for `events`, or throws ChannelClosed at the deadline.
  void wait_for(int fd, short events);

  UniqueFd incoming_;
  UniqueFd outgoing_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace grader
