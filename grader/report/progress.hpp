#pragma once
#include <cstddef>
#include <string_view>

namespace grader {

/// One line on a terminal that says what is being done, overwritten at each step and erased at the end:
/// `[3/12] affine`. On anything but a terminal it writes nothing, so that logs hold results only, unless it
/// is asked for lines.
class Progress {
 public:
  enum class Style { none, overwritten, lines };

  /// fd: usually that of stderr. steps: how many there will be.
  Progress(int fd, std::size_t steps);
  /// The same, told how to write.
  Progress(int fd, std::size_t steps, Style style);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// The next step begins.
  void step(std::string_view what);
  /// The same step has come further: `[12/12] step 40 of 100, loss 0.034`.
  void detail(std::string_view what);
  /// Erases the line, before something else is written. The destructor does it too.
  void clear();

 private:
  void write(std::string_view what);

  int fd_;
  std::size_t steps_;
  std::size_t done_ = 0;
  Style style_;
  bool shown_ = false;
};

}  // namespace grader
