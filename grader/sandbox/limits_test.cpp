#include "grader/sandbox/program.hpp"

#include <signal.h>

#include "grader/sandbox/testing/boxes.hpp"

namespace grader {
namespace {

using testing::misbehave;
using testing::runs_somewhere;
using testing::short_limits;

class LimitsTest : public testing::EveryIsolation {};
INSTANTIATE_TEST_SUITE_P(, LimitsTest, ::testing::ValuesIn(testing::available_isolations()),
                         testing::isolation_name);

TEST_P(LimitsTest, WallTimeEndsASleeper) {
  Limits limits = short_limits();
  limits.wall_seconds = 0.5;
  const std::string marker = testing::marker();
  const Outcome outcome = sandbox::run(GetParam(), misbehave({"sleep", marker}), limits);
  EXPECT_EQ(outcome.ending, Ending::timed_out) << outcome.detail;
  EXPECT_GE(outcome.wall_seconds, 0.5);
  EXPECT_FALSE(runs_somewhere(marker));
}

TEST_P(LimitsTest, CpuTimeEndsALoop) {
  Limits limits;
  limits.wall_seconds = 60;
  limits.cpu_seconds = 1;
  const Outcome outcome = sandbox::run(GetParam(), misbehave({"loop"}), limits);
  EXPECT_EQ(outcome.ending, Ending::timed_out) << outcome.detail;
  EXPECT_GE(outcome.cpu_seconds, 0.5);  // The kernel counts ticks for the limit, and time for the report.
  EXPECT_LT(outcome.cpu_seconds, 30);
}

TEST_P(LimitsTest, FloodIsCutAtTheLimit) {
  Limits limits = short_limits();
  limits.output_bytes = 100'000;
  const Outcome outcome = sandbox::run(GetParam(), misbehave({"flood"}), limits);
  EXPECT_EQ(outcome.ending, Ending::output_limit) << outcome.detail;
  EXPECT_EQ(outcome.output.size() + outcome.error_output.size(), 100'000U);
}

TEST_P(LimitsTest, OutputOfExactlyTheLimitIsKept) {
  Limits limits = short_limits();
  limits.output_bytes = 5 + 12;  // "hello" and "error: hello".
  EXPECT_EQ(sandbox::run(GetParam(), misbehave({"print", "hello"}), limits).ending, Ending::exited);
  limits.output_bytes -= 1;
  EXPECT_EQ(sandbox::run(GetParam(), misbehave({"print", "hello"}), limits).ending, Ending::output_limit);
}

TEST_P(LimitsTest, MemoryBeyondTheLimitIsRefused) {
  Limits limits = short_limits();
  limits.memory_bytes = std::uint64_t{256} << 20;
  EXPECT_TRUE(sandbox::run(GetParam(), misbehave({"allocate-megabytes", "100"}), limits).succeeded());
  const Outcome outcome = sandbox::run(GetParam(), misbehave({"allocate-megabytes", "500"}), limits);
  EXPECT_EQ(outcome.ending, Ending::signalled) << outcome.detail;  // std::bad_alloc, uncaught.
  EXPECT_EQ(outcome.signal, SIGABRT);
}

TEST_P(LimitsTest, TooLargeAFileIsASignal) {
  const testing::Folder directory;
  Program program = misbehave({"write-megabyte", "/box/work/file"});
  program.mounts.push_back({directory.path(), "/box/work", true});
  Limits limits = short_limits();
  limits.file_bytes = 100'000;
  const Outcome outcome = sandbox::run(GetParam(), program, limits);
  EXPECT_EQ(outcome.ending, Ending::signalled) << outcome.detail;
  EXPECT_EQ(outcome.signal, SIGXFSZ);
  EXPECT_EQ(std::filesystem::file_size(directory.path() / "file"), 100'000U);
}

}  // namespace
}  // namespace grader
