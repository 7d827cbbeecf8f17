/// A channel over two file descriptors.
#pragma once
#include "grader/sandbox/channel.hpp"
#include "grader/sandbox/deadline.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// Sends and receives over two descriptors. Neither blocks beyond the deadline, whatever the other side does.
class PipeChannel : public Channel {
 public:
  /// `incoming` is the read end of a pipe, and `outgoing` the write end of make_quiet_pipe(). The deadline
  /// must outlive the channel.
  PipeChannel(UniqueFd incoming, UniqueFd outgoing, Deadline& deadline);

  void send(std::span<const std::byte> bytes) override;
  void receive(std::span<std::byte> bytes) override;

 private:
  /// Waits until `fd` is ready for `events`. Throws ChannelClosed at the deadline.
  void wait_for(int fd, short events);
  std::size_t read_some(std::span<std::byte> room);

  UniqueFd incoming_;
  ReadAhead ahead_;
  UniqueFd outgoing_;
  Deadline& deadline_;
};

}  // namespace grader
