#include "grader/report/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "grader/base/text.hpp"
#include "grader/report/terminal_line.hpp"

namespace grader {

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
