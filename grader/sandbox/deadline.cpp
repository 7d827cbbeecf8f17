#include "grader/sandbox/deadline.hpp"

#include <algorithm>
#include <utility>

namespace grader {

Deadline::Deadline(std::chrono::duration<double> limit, Starved starved)
    : limit_(std::chrono::duration_cast<Clock::duration>(limit)),
      end_(start_ + limit_),
      starved_(std::move(starved)) {}

Deadline::Clock::duration Deadline::left() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (now >= end_ && starved_) {
    const auto starved = std::chrono::duration_cast<Clock::duration>(starved_());
    const auto most = (kMostTimes - 1) * limit_;
    was_starved_ = starved >= most;
    end_ = std::max(end_, start_ + limit_ + std::min(starved, most));
  }
  return std::max(end_ - now, Clock::duration::zero());
}

void Deadline::hurry(Clock::duration grace) {
  const std::lock_guard lock(mutex_);
  end_ = std::min(end_, Clock::now() + grace);
  starved_ = {};
}

bool Deadline::was_starved() {
  const std::lock_guard lock(mutex_);
  return was_starved_;
}

}  // namespace grader
