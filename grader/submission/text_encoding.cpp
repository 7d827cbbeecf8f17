#include "grader/submission/text_encoding.hpp"

#include <cstddef>
#include <cstdint>

namespace grader {

namespace {

enum class Order { little, big };

std::uint32_t unit(std::string_view bytes, std::size_t at, Order order) {
  const std::uint32_t first = static_cast<unsigned char>(bytes[at]);
  const std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
  return order == Order::little ? first | second << 8U : first << 8U | second;
}

// C++ is mostly ASCII, so in UTF-16 every other byte is zero.
std::optional<Order> order_of(std::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return std::nullopt;
  if (bytes.starts_with("\xFF\xFE")) return Order::little;
  if (bytes.starts_with("\xFE\xFF")) return Order::big;
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < bytes.size(); ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  const std::size_t half = bytes.size() / 2;
  if (zeros[0] == 0 && zeros[1] * 4 >= half * 3) return Order::little;
  if (zeros[1] == 0 && zeros[0] * 4 >= half * 3) return Order::big;
  return std::nullopt;
}

void append_utf8(std::string& text, std::uint32_t point) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0U | point >> 6U);
    byte(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    byte(0xE0U | point >> 12U);
    byte(0x80U | (point >> 6U & 0x3FU));
    byte(0x80U | (point & 0x3FU));
  } else {
    byte(0xF0U | point >> 18U);
    byte(0x80U | (point >> 12U & 0x3FU));
    byte(0x80U | (point >> 6U & 0x3FU));
    byte(0x80U | (point & 0x3FU));
  }
}

bool is_high(std::uint32_t value) { return value >= 0xD800 && value < 0xDC00; }
bool is_low(std::uint32_t value) { return value >= 0xDC00 && value < 0xE000; }

}  // namespace

std::optional<std::string> from_utf16(std::string_view bytes) {
  const auto order = order_of(bytes);
  if (!order) return std::nullopt;
  std::string text;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    std::uint32_t point = unit(bytes, at, *order);
    if (at == 0 && point == 0xFEFF) continue;
    if (is_low(point)) return std::nullopt;
    if (is_high(point)) {
      at += 2;
      if (at + 1 >= bytes.size()) return std::nullopt;
      const std::uint32_t low = unit(bytes, at, *order);
      if (!is_low(low)) return std::nullopt;
      point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(text, point);
  }
  return text;
}

}  // namespace grader
