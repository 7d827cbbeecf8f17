/// Shows how far a long job has come.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Writes a duration: "45 s", "6 min 12 s", "2 h 5 min".
std::string duration_words(double seconds);

/// Returns `[#####-----] 57/200  12 a minute, 11 min 55 s left`, cut to `width` columns. Rate and time appear
/// once something is done and some time has passed.
std::string progress_line(std::size_t done, std::size_t total, double seconds, std::size_t width);

/// A line that shows progress. On a terminal the line is overwritten, and erased at the end. Elsewhere (in a
/// log) a new line is written at most every half minute, and none for a job shorter than that.
class ProgressBar {
 public:
  /// `fd` is usually stderr's.
  ProgressBar(int fd, std::size_t total);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

  /// Counts one more as done.
  void advance();
  /// Call it from time to time, so that the line stays up to date.
  void tick();
  /// Erases the line, so that something else can be written. The destructor does it too.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void show();

  int fd_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool overwrite_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace grader
