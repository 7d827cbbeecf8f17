#include "grader/report/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "grader/report/text.hpp"

namespace grader {
namespace {

constexpr std::string_view kEraseLine = "\r\x1B[K";
constexpr std::size_t kMaxLine = 79;  // a line that wraps could not be overwritten

bool can_overwrite(int fd) {
  const char* term = std::getenv("TERM");
  return isatty(fd) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

/// Progress that cannot be written is no reason to fail.
void write_or_drop(int fd, std::string_view text) {
  [[maybe_unused]] const ssize_t n = ::write(fd, text.data(), text.size());
}

}  // namespace

Progress::Progress(int fd, std::size_t steps)
    : Progress(fd, steps, can_overwrite(fd) ? Style::overwritten : Style::none) {}

Progress::Progress(int fd, std::size_t steps, Style style) : fd_(fd), steps_(steps), style_(style) {}

Progress::~Progress() { clear(); }

void Progress::step(std::string_view what) {
  ++done_;
  write(what);
}

void Progress::detail(std::string_view what) { write(what); }

void Progress::write(std::string_view what) {
  if (style_ == Style::none) return;
  std::string line = clean(fmt::format("[{}/{}] {}", done_, steps_, what), kMaxLine);
  std::ranges::replace(line, '\n', ' ');
  if (style_ == Style::lines) {
    write_or_drop(fd_, line + "\n");
    return;
  }
  write_or_drop(fd_, fmt::format("{}{}", kEraseLine, line));
  shown_ = true;
}

void Progress::clear() {
  if (shown_) write_or_drop(fd_, kEraseLine);
  shown_ = false;
}

}  // namespace grader
