#include "grader/grading/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace grader {

namespace {

// std::jthread, which libc++ does not have everywhere.
struct Helpers {
  std::vector<std::thread> threads;
  ~Helpers() {
    for (std::thread& each : threads) each.join();
  }
};

}  // namespace

void for_each_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& turn) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr error;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        turn(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        error = std::current_exception();
      }
    }
  };
  {
    Helpers helpers;
    for (std::size_t i = 1; i < std::min(jobs, count); ++i) helpers.threads.emplace_back(work);
    work();
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace grader
