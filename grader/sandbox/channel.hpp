/// The grader's end of a conversation with a program.
#pragma once
#include <cstddef>
#include <span>
#include <stdexcept>

namespace grader {

/// The other side is gone, or the run's time is over: nothing more can be said on this channel.
class ChannelClosed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A stream of raw bytes in each direction. What the bytes mean, and how many may come, is the caller's
/// business.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Hands over all of `bytes`, or throws ChannelClosed.
  virtual void send(std::span<const std::byte> bytes) = 0;

  /// Fills all of `bytes`, or throws ChannelClosed. Never reads beyond it.
  virtual void receive(std::span<std::byte> bytes) = 0;
};

}  // namespace grader
