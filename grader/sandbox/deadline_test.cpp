#include "grader/sandbox/deadline.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include "grader/sandbox/process_tree.hpp"

namespace grader {
namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

void sleep_past(Deadline& deadline) {
  while (deadline.left() > 0s) std::this_thread::sleep_for(1ms);
}

TEST(Deadline, PassesAtItsLimit) {
  Deadline deadline(5ms);
  EXPECT_GT(Deadline(1h).left(), 59min);
  sleep_past(deadline);
  EXPECT_EQ(deadline.left(), 0s);
  EXPECT_FALSE(deadline.was_starved());
}

TEST(Deadline, GivesBackWhatTheMachineTook) {
  Deadline deadline(1ms, [] { return Seconds(3600.0); });
  std::this_thread::sleep_for(2ms);
  EXPECT_GT(deadline.left(), 0s);
  EXPECT_LE(deadline.left(), Deadline::kMostTimes * 1ms);
  sleep_past(deadline);
  EXPECT_TRUE(deadline.was_starved());

  Deadline sleeping(1ms, [] { return Seconds(0.0); });
  std::this_thread::sleep_for(2ms);
  EXPECT_EQ(sleeping.left(), 0s);
  EXPECT_FALSE(sleeping.was_starved());
}

TEST(Deadline, NothingIsGivenBackToWhoMustHurry) {
  Deadline deadline(1h, [] { return Seconds(3600.0); });
  deadline.hurry(0s);
  EXPECT_EQ(deadline.left(), 0s);
}

// Two processes that compute share one processor, so each is ready half of the time without running.
TEST(ProcessTree, KnowsHowLongADescendantHasWaitedForAProcessor) {
  NEEDS_SANDBOX();
  const int processor = sched_getcpu();
  std::array<pid_t, 2> children{};
  for (pid_t& child : children) {
    child = fork();
    ASSERT_GE(child, 0);
    if (child > 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(processor), &one);
    sched_setaffinity(0, sizeof one, &one);
    for (std::atomic<int> turns = 0;; ++turns) {
    }
  }
  Seconds starved{};
  for (int i = 0; i < 1000 && starved < 20ms; ++i) {
    std::this_thread::sleep_for(10ms);
    starved = processor_use(getpid()).waited;
  }
  const Seconds used = processor_use(getpid()).used;
  for (const pid_t child : children) {
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  EXPECT_GE(starved, 20ms);
  EXPECT_GE(used, 10ms);
  EXPECT_EQ(processor_use(children[0]).waited, 0s) << "it is dead";
}

}  // namespace
}  // namespace grader
