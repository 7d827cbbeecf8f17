/// The grader's end of a conversation with a program.
#pragma once
#include <algorithm>
#include <array>
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

  /// Fills all of `bytes`. Throws ChannelClosed when fewer bytes come.
  virtual void receive(std::span<std::byte> bytes) = 0;
};

/// What one end of a stream has read before somebody asked for it. A message is a short length and a short
/// text, and one system call can bring both.
class ReadAhead {
 public:
  ReadAhead() = default;
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// Fills `wanted`. `read_some` gets the room for at least one byte and returns how many it has read there.
  template <class ReadSome>
  void fill(std::span<std::byte> wanted, ReadSome read_some) {
    for (wanted = take(wanted); !wanted.empty(); wanted = take(wanted)) {
      if (wanted.size() >= buffer_.size()) {
        wanted = wanted.subspan(read_some(wanted));
      } else {
        here_ = std::span(buffer_).first(read_some(std::span<std::byte>(buffer_)));
      }
    }
  }

 private:
  /// Moves bytes that are here to the beginning of `wanted`. Returns the rest.
  std::span<std::byte> take(std::span<std::byte> wanted) {
    const std::size_t count = std::min(wanted.size(), here_.size());
    std::copy_n(here_.begin(), count, wanted.begin());
    here_ = here_.subspan(count);
    return wanted.subspan(count);
  }

  std::array<std::byte, 4096> buffer_{};
  std::span<std::byte> here_;
};

}  // namespace grader
