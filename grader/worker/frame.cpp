#include "grader/worker/frame.hpp"

#include <array>
#include <cstdint>
#include <string>

#include "grader/base/json.hpp"

namespace grader {

std::size_t send_frame(Channel& channel, const Json& message) {
  std::vector<std::uint8_t> frame = message.to_msgpack();
  const std::size_t size = frame.size();
  if (size > kMaxFrameBytes) throw ProtocolError("a message is larger than a frame may be");
  std::array<std::uint8_t, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<std::uint8_t>(size >> (8 * i));
  frame.insert(frame.begin(), length.begin(), length.end());
  channel.send(std::as_bytes(std::span(frame)));  // in one piece: each costs both sides a system call
  return size;
}

Json receive_frame(Channel& channel, std::size_t max_bytes) {
  std::array<std::byte, 8> prefix{};
  channel.receive(prefix);
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < prefix.size(); ++i)
    length |= std::to_integer<std::uint64_t>(prefix[i]) << (8 * i);
  if (length > max_bytes) {
    throw ProtocolError("a frame claims " + std::to_string(length) + " bytes, at most " +
                        std::to_string(max_bytes) + " are allowed");
  }
  // Reads in pieces, so that a large claim costs memory only as its bytes arrive.
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  std::vector<std::byte> payload;
  while (payload.size() < length) {
    const std::size_t have = payload.size();
    payload.resize(std::min<std::size_t>(static_cast<std::size_t>(length), have + kPiece));
    channel.receive(std::span(payload).subspan(have));
  }
  return decode_payload(payload);
}

Json decode_payload(std::span<const std::byte> payload) {
  try {
    return parse_msgpack(payload, {.depth = kMaxFrameDepth, .values = kMaxFrameValues});
  } catch (const JsonSyntaxError& error) {
    throw ProtocolError("a frame does not hold one MessagePack value within the limits: " +
                        std::string(error.what()));
  }
}

}  // namespace grader
