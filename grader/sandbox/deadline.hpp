/// The wall time of a run. Time in which the program was ready and no processor was free is the machine's,
/// and is given back: on a busy machine an honest program must not run out of time. A program that sleeps is
/// ready for nothing and gains no time, and one that computes without end reaches its limit of processor
/// time.
#pragma once
#include <chrono>
#include <functional>
#include <mutex>

namespace grader {

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  /// Returns how long the program has waited for a processor until now.
  using Starved = std::function<std::chrono::duration<double>()>;

  /// The limit counts from now on.
  explicit Deadline(std::chrono::duration<double> limit, Starved starved = {});

  /// Returns what is left. When nothing is left, asks how long the program was starved, and gives that back,
  /// up to kMostTimes the limit in all. Safe from any thread.
  Clock::duration left();
  /// Leaves at most `grace` from now, and gives nothing back any more.
  void hurry(Clock::duration grace);
  /// Returns whether even kMostTimes the limit was too short for what the machine had to do besides.
  bool was_starved();

  static constexpr int kMostTimes = 10;

 private:
  std::mutex mutex_;
  const Clock::time_point start_ = Clock::now();
  const Clock::duration limit_;
  Clock::time_point end_;
  Starved starved_;
  bool was_starved_ = false;
};

}  // namespace grader
