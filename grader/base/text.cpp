#include "grader/base/text.hpp"

#include <algorithm>
#include <array>

namespace grader {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Range {
  char32_t first, last;
};

/// Code points of characters that are never printed.
constexpr std::array kRefused{
    Range{0x00, 0x09},       Range{0x0B, 0x1F},     Range{0x7F, 0x9F},      // C0 but newline; DEL and C1
    Range{0xAD, 0xAD},       Range{0x180E, 0x180E},                         // invisible
    Range{0x61C, 0x61C},     Range{0x200E, 0x200F}, Range{0x202A, 0x202E},  // bidirectional marks
    Range{0x2066, 0x2069},   Range{0x2028, 0x2029},  // isolates; line and paragraph separator
    Range{0x200B, 0x200D},   Range{0x2060, 0x2065}, Range{0x206A, 0x206F}, Range{0x115F, 0x1160},
    Range{0x3164, 0x3164},   Range{0xFFA0, 0xFFA0}, Range{0xFEFF, 0xFEFF},  // invisible
    Range{0xFFF9, 0xFFFB},   Range{0xFFFE, 0xFFFF},                         // annotations; not characters
    Range{0xE0000, 0xE007F},                                                // tags
};

/// Marks that are drawn over the character before them. Names need up to two, where a letter is written as
/// its parts.
constexpr std::array kCombining{Range{0x300, 0x36F},   Range{0x483, 0x489},   Range{0x591, 0x5BD},
                                Range{0x610, 0x61A},   Range{0x64B, 0x65F},   Range{0xE31, 0xE31},
                                Range{0xE34, 0xE3A},   Range{0xE47, 0xE4E},   Range{0x1AB0, 0x1AFF},
                                Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F},
                                Range{0xFE20, 0xFE2F}};
constexpr int kMaxCombining = 2;

template <class Ranges>
bool among(char32_t code, const Ranges& ranges) {
  return std::ranges::any_of(ranges,
                             [code](Range range) { return range.first <= code && code <= range.last; });
}

struct Decoded {
  char32_t code = 0;
  std::size_t size = 0;  // 0: the first byte does not begin a character
};

Decoded decode(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < size) return {};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, size};
}

/// Returns the length in bytes of the terminal control sequence at the start of the text: ESC [ or its C1
/// form, parameters, a final letter. Returns 0 when the text does not start with one.
std::size_t control_sequence_size(std::string_view bytes) {
  if (!bytes.starts_with("\x1B[") && !bytes.starts_with("\xC2\x9B")) return 0;
  std::size_t end = 2;
  while (end < bytes.size() && bytes[end] >= 0x20 && bytes[end] <= 0x3F) ++end;
  return end < bytes.size() && bytes[end] >= 0x40 && bytes[end] <= 0x7E ? end + 1 : end;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A runner recognises "::word" at the start of a line, after any white space. It recognises "##[" and the
/// like anywhere.
bool opens_runner_command(std::string_view text, bool after_name) {
  if (text.starts_with("::")) return !after_name && text.size() > 2 && is_letter(text[2]);
  return text.starts_with("##[") || text.starts_with("##vso[") || text.starts_with("##teamcity[");
}

/// Collects characters up to the cap.
class Capped {
 public:
  explicit Capped(std::size_t cap) : cap_(cap) {}

  bool full() const { return full_; }
  bool after_name() const { return !text_.empty() && (is_letter(text_.back()) || is_digit(text_.back())); }

  void put(std::string_view character) {
    if (count_ == cap_) {
      text_.resize(last_);
      if (cap_ > 0) text_ += kEllipsis;
      full_ = true;
      return;
    }
    last_ = text_.size();
    text_ += character;
    ++count_;
  }

  std::string take() { return std::move(text_); }

 private:
  std::size_t cap_;
  std::size_t count_ = 0;
  std::size_t last_ = 0;  // where the last character begins
  std::string text_;
  bool full_ = false;
};

}  // namespace

std::string clean(std::string_view untrusted, std::size_t cap) {
  Capped out(cap);
  int marks = kMaxCombining;  // how many follow each other here; there is nothing to draw the first ones over
  for (std::string_view rest = untrusted; !rest.empty() && !out.full();) {
    if (const std::size_t size = control_sequence_size(rest)) {
      out.put(kReplacement);
      rest.remove_prefix(size);
    } else if (rest.starts_with("\r\n")) {
      out.put("\n");
      rest.remove_prefix(2);
      marks = kMaxCombining;
    } else if (rest[0] == '\t') {
      out.put(" ");
      rest.remove_prefix(1);
      marks = kMaxCombining;
    } else if (opens_runner_command(rest, out.after_name())) {
      out.put(rest.substr(0, 1));
      out.put(" ");
      out.put(rest.substr(0, 1));
      rest.remove_prefix(2);
    } else {
      const auto [code, size] = decode(rest);
      const bool combining = size > 0 && among(code, kCombining);
      marks = combining ? marks + 1 : code == U'\n' || code == U' ' ? kMaxCombining : 0;
      const bool refused = size == 0 || among(code, kRefused) || (combining && marks > kMaxCombining);
      out.put(refused ? kReplacement : rest.substr(0, size));
      rest.remove_prefix(std::max<std::size_t>(size, 1));
    }
  }
  return out.take();
}

}  // namespace grader
