#include "grader/grading/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace grader {
namespace {

TEST(ForEachParallel, TakesEveryTurnOnce) {
  for (const std::size_t jobs : {1, 2, 7, 100}) {
    std::vector<std::atomic<int>> turns(50);
    for_each_parallel(turns.size(), jobs, [&](std::size_t i) { ++turns[i]; });
    for (const auto& turn : turns) EXPECT_EQ(turn, 1);
  }
  for_each_parallel(0, 3, [](std::size_t) { FAIL(); });
}

TEST(ForEachParallel, ThrowsOnWhatATurnThrowsAfterTheOthersAreDone) {
  std::atomic<int> done = 0;
  EXPECT_THROW(for_each_parallel(20, 3,
                                 [&](std::size_t i) {
                                   if (i == 3) throw std::runtime_error("turn 3");
                                   ++done;
                                 }),
               std::runtime_error);
  EXPECT_EQ(done, 19);
}

}  // namespace
}  // namespace grader
