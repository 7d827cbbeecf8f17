/// Frames: how the grader and a worker talk. A frame is its length (8 bytes, little-endian) and that many bytes of MessagePack.
///
/// The grader trusts no frame: length, nesting and types are checked before anything is allocated for what they claim.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <stdexcept>
#include <vector>

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

/// Returns the size of the payload. Throws ChannelClosed when the other side is gone.
std::size_t send_frame(Channel& channel, const nlohmann::json& message);

/// Throws ChannelClosed at the end of the stream, ProtocolError for anything that is not a frame of at most `max_bytes`.
nlohmann::json receive_frame(Channel& channel, std::size_t max_bytes = kMaxFrameBytes);

/// The payload of a frame. Throws ProtocolError.
nlohmann::json decode_payload(std::span<const std::byte> payload);

}  // namespace grader
