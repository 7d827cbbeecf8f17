/// The grader's end of a conversation with a program.
#pragma once
#include <cstddef>
#include <span>
#include <stdexcept>

namespace grader {

/// The other side is gone, or the run's time is over. Nothing more can be sent or received on this channel.
class ChannelClosed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A stream of raw bytes in each direction. The caller decides what the bytes mean and how many to accept.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Sends all of `bytes`. Throws ChannelClosed when it cannot.
  virtual void send(std::span<const std::byte> bytes) = 0;

  /// Fills all of `bytes` and reads nothing beyond. Throws ChannelClosed when fewer bytes come.
  virtual void receive(std::span<std::byte> bytes) = 0;
};

}  // namespace grader
