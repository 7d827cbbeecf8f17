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
  [[maybe_unused]] const ssize_t n = write(fd, text.data(), text.size());
}

}  // namespace

Progress::Progress(int fd, std::size_t steps) : Progress(fd, steps, can_overwrite(fd)) {}

Progress::Progress(int fd, std::size_t steps, bool enabled) : fd_(fd), steps_(steps), enabled_(enabled) {}

Progress::~Progress() { clear(); }

void Progress::step(std::string_view what) {
  ++done_;
  if (!enabled_) return;
  std::string line = clean(fmt::format("[{}/{}] {}", done_, steps_, what), kMaxLine);
  std::ranges::replace(line, '\n', ' ');
  write_or_drop(fd_, fmt::format("{}{}", kEraseLine, line));
  shown_ = true;
}

void Progress::clear() {
  if (shown_) write_or_drop(fd_, kEraseLine);
  shown_ = false;
}

}  // namespace grader
