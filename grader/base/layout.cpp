#include "grader/base/layout.hpp"

#include <algorithm>

#include "grader/base/text.hpp"

namespace grader {
namespace {

std::string spaces(std::size_t count) { return std::string(count, ' '); }

void append_wrapped(std::string_view paragraph, std::size_t width, std::vector<std::string>& lines) {
  std::string line;
  std::size_t used = 0;
  while (true) {
    paragraph.remove_prefix(std::min(paragraph.find_first_not_of(" "), paragraph.size()));
    if (paragraph.empty()) break;
    const std::string_view word = paragraph.substr(0, paragraph.find(' '));
    paragraph.remove_prefix(word.size());
    const std::size_t length = width_of(word);
    if (used > 0 && used + 1 + length > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    if (used > 0) line += ' ';
    line += word;
    used += length + (used > 0 ? 1 : 0);
  }
  lines.push_back(std::move(line));
}

}  // namespace

std::size_t width_of(std::string_view text) {
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = width_of(text);
  return std::string(text) + spaces(used < width ? width - used : 0);
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = width_of(text);
  return spaces(used < width ? width - used : 0) + std::string(text);
}

std::string shortened(std::string_view text, std::size_t width) { return clean(text, width); }

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    append_wrapped(text.substr(0, end), width, lines);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> side_by_side(const std::vector<std::string>& left,
                                      const std::vector<std::string>& right, std::size_t gap) {
  const std::size_t column = width_of(left) + gap;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string_view l = i < left.size() ? std::string_view(left[i]) : "";
    const std::string_view r = i < right.size() ? std::string_view(right[i]) : "";
    lines.push_back(r.empty() ? std::string(l) : pad_right(l, column).append(r));
  }
  return lines;
}

std::size_t width_of(const std::vector<std::string>& lines) {
  std::size_t widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, width_of(line));
  return widest;
}

}  // namespace grader
