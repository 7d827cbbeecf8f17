#pragma once
#include <cstddef>
#include <string_view>

namespace grader {

/// One line on a terminal that says what is being done, overwritten at each step and erased at the end:
/// `[3/12] affine`. On anything but a terminal it writes nothing, so that logs hold results only.
class Progress {
 public:
  /// fd: usually that of stderr. steps: how many there will be.
  Progress(int fd, std::size_t steps);
  /// The same, told whether to write.
  Progress(int fd, std::size_t steps, bool enabled);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// The next step begins.
  void step(std::string_view what);
  /// Erases the line, before something else is written. The destructor does it too.
  void clear();

 private:
  int fd_;
  std::size_t steps_;
  std::size_t done_ = 0;
  bool enabled_;
  bool shown_ = false;
};

}  // namespace grader
