#include "grader/report/progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "grader/base/layout.hpp"
#include "grader/report/terminal_line.hpp"

namespace grader {

namespace {

constexpr std::size_t kBar = 30;
constexpr std::chrono::seconds kBetweenLines{30};

}  // namespace

std::string duration_words(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string progress_line(std::size_t done, std::size_t total, double seconds, std::size_t width) {
  const std::size_t filled = total == 0 ? kBar : kBar * done / total;
  std::string line =
      fmt::format("[{}{}] {}/{}", std::string(filled, '#'), std::string(kBar - filled, '-'), done, total);
  if (done > 0 && seconds > 0) {
    const double each = seconds / double(done);
    line +=
        fmt::format("  {:.3g} a minute, {} left", 60.0 / each, duration_words(each * double(total - done)));
  }
  return shortened(line, width);
}

ProgressBar::ProgressBar(int fd, std::size_t total) : fd_(fd), total_(total), overwrite_(can_overwrite(fd)) {
  tick();
}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::advance() {
  ++done_;
  show();
}

void ProgressBar::tick() { show(); }

void ProgressBar::show() {
  const auto now = Clock::now();
  if (!overwrite_ && now - last_ < kBetweenLines) return;
  last_ = now;
  const std::string line =
      progress_line(done_, total_, std::chrono::duration<double>(now - start_).count(), kMaxLine);
  write_or_drop(fd_, overwrite_ ? fmt::format("{}{}", kEraseLine, line) : line + '\n');
  shown_ = overwrite_;
}

void ProgressBar::clear() {
  if (shown_) write_or_drop(fd_, kEraseLine);
  shown_ = false;
}

}  // namespace grader
