/// Frames: how the grader and a worker talk. A frame is its length (8 bytes, little-endian) and that many
/// bytes of MessagePack.
///
/// The grader trusts no frame: length, nesting and types are checked before anything is allocated for what
/// they claim.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/sandbox/channel.hpp"

namespace grader {

/// What came is not a frame, or not the answer that was asked for.
struct ProtocolError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The largest frame that either side accepts, in bytes.
inline constexpr std::size_t kMaxFrameBytes = std::size_t{64} << 20;
/// The deepest nesting of arrays and objects in a frame.
inline constexpr std::size_t kMaxFrameDepth = 6;
/// The most values in a frame: names and tensors, whose elements are one value together.
inline constexpr std::size_t kMaxFrameValues = 100000;

/// Returns the size of the payload. Throws ChannelClosed when the other side is gone.
std::size_t send_frame(Channel& channel, const Json& message);

/// Throws ChannelClosed at the end of the stream, ProtocolError for anything that is not a frame of at most
/// `max_bytes`.
Json receive_frame(Channel& channel, std::size_t max_bytes = kMaxFrameBytes);

/// The payload of a frame. Throws ProtocolError.
Json decode_payload(std::span<const std::byte> payload);

}  // namespace grader
