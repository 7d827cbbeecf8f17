/// Frames carry the messages between the grader and a worker. A frame is a length (8 bytes, little-endian)
/// followed by that many bytes of MessagePack.
///
/// The grader trusts no frame. It checks length, nesting and types before it allocates what they claim.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/sandbox/channel.hpp"

namespace grader {

/// The bytes received are not a frame, or not an answer to the question.
struct ProtocolError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The largest frame that either side accepts, in bytes.
inline constexpr std::size_t kMaxFrameBytes = std::size_t{64} << 20;
/// The deepest nesting of arrays and objects in a frame.
inline constexpr std::size_t kMaxFrameDepth = 6;
/// The largest number of values in a frame. All elements of a tensor count as one value.
inline constexpr std::size_t kMaxFrameValues = 100000;

/// Sends a frame and returns the size of its payload. Throws ChannelClosed when the other side is gone.
std::size_t send_frame(Channel& channel, const Json& message);

/// Receives a frame. Throws ChannelClosed at the end of the stream, and ProtocolError for anything but a
/// frame of at most `max_bytes`.
Json receive_frame(Channel& channel, std::size_t max_bytes = kMaxFrameBytes);

/// Decodes the payload of a frame. Throws ProtocolError when it is malformed.
Json decode_payload(std::span<const std::byte> payload);

}  // namespace grader
