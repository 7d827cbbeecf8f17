#pragma once
#include <cstddef>
#include <string_view>

namespace grader {

/// Shows on a terminal what is being done: `[3/12] affine`. The line is overwritten at each step and erased
/// at the end. Elsewhere nothing is written, so that logs contain results only, unless the style is `lines`.
class Progress {
 public:
  enum class Style { none, overwritten, lines };

  /// `fd` is usually stderr's. `steps` is the total number of steps.
  Progress(int fd, std::size_t steps);
  /// Chooses the style instead of looking at `fd`.
  Progress(int fd, std::size_t steps, Style style);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Begins the next step.
  void step(std::string_view what);
  /// Shows how far the current step is: `[12/12] step 40 of 100, loss 0.034`.
  void detail(std::string_view what);
  /// Erases the line, so that something else can be written. The destructor does it too.
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
