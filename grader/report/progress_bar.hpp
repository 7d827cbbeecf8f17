/// How far a long job is.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// "45 s", "6 min 12 s", "2 h 5 min".
std::string duration_words(double seconds);

/// `[#####-----] 57/200  12 a minute, 11 min 55 s left`, cut to `width` columns. Rate and time need something
/// done in `seconds`.
std::string progress_line(std::size_t done, std::size_t total, double seconds, std::size_t width);

/// On a terminal one line, overwritten as things go on and erased at the end. Elsewhere (a log) a line of its
/// own at most every half minute, and none for a job shorter than that.
class ProgressBar {
 public:
  /// fd: usually that of stderr.
  ProgressBar(int fd, std::size_t total);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

  /// One more is done.
  void advance();
  /// Time has passed.
  void tick();
  /// Erases the line, before something else is written. The destructor does it too.
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
