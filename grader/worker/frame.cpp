#include "grader/worker/frame.hpp"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace grader {

using nlohmann::json;

namespace {

// nlohmann's parser calls itself for every level of nesting: a payload of nothing but "array of one" would overflow the stack.
// So the levels are counted on the way in, by the builder that the parser reports to.
class BoundedBuilder : public nlohmann::detail::json_sax_dom_parser<json> {
  using Base = nlohmann::detail::json_sax_dom_parser<json>;

 public:
  explicit BoundedBuilder(json& root) : Base(root, /*allow_exceptions=*/false) {}

  bool start_object(std::size_t elements) {
    return ++depth_ <= kMaxFrameDepth && Base::start_object(elements);
  }
  bool end_object() {
    --depth_;
    return Base::end_object();
  }
  bool start_array(std::size_t elements) { return ++depth_ <= kMaxFrameDepth && Base::start_array(elements); }
  bool end_array() {
    --depth_;
    return Base::end_array();
  }

 private:
  std::size_t depth_ = 0;
};

}  // namespace

std::size_t send_frame(Channel& channel, const json& message) {
  const std::vector<std::uint8_t> payload = json::to_msgpack(message);
  if (payload.size() > kMaxFrameBytes) throw ProtocolError("a message is larger than a frame may be");
  std::array<std::byte, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i)
    length[i] = static_cast<std::byte>(payload.size() >> (8 * i));
  channel.send(length);
  channel.send(std::as_bytes(std::span(payload)));
  return payload.size();
}

json receive_frame(Channel& channel, std::size_t max_bytes) {
  std::array<std::byte, 8> prefix{};
  channel.receive(prefix);
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < prefix.size(); ++i)
    length |= std::to_integer<std::uint64_t>(prefix[i]) << (8 * i);
  if (length > max_bytes) {
    throw ProtocolError("a frame claims " + std::to_string(length) + " bytes, at most " +
                        std::to_string(max_bytes) + " are allowed");
  }
  // In pieces: a claim of many bytes costs memory only as they arrive.
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  std::vector<std::byte> payload;
  while (payload.size() < length) {
    const std::size_t have = payload.size();
    payload.resize(std::min<std::size_t>(static_cast<std::size_t>(length), have + kPiece));
    channel.receive(std::span(payload).subspan(have));
  }
  return decode_payload(payload);
}

json decode_payload(std::span<const std::byte> payload) {
  json message;
  BoundedBuilder builder(message);
  const auto* begin = reinterpret_cast<const char*>(payload.data());
  const bool complete =
      json::sax_parse(begin, begin + payload.size(), &builder, json::input_format_t::msgpack);
  if (!complete || builder.is_errored()) throw ProtocolError("a frame does not hold one MessagePack value");
  return message;
}

}  // namespace grader
