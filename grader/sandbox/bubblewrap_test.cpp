// Tests of properties that only bubblewrap has.
#include <gmock/gmock.h>

#include "grader/sandbox/bubblewrap_arguments.hpp"
#include "grader/sandbox/testing/boxes.hpp"

namespace grader {
namespace {

using testing::misbehave;
using testing::short_limits;

/// Each test runs where bubblewrap works, and is skipped elsewhere.
class Bubblewrap : public ::testing::TestWithParam<Isolation> {
 protected:
  Outcome run(const Program& program, const Limits& limits = short_limits()) {
    return sandbox::run(GetParam(), program, limits);
  }
};
INSTANTIATE_TEST_SUITE_P(, Bubblewrap, ::testing::ValuesIn(testing::if_available({Isolation::bubblewrap})),
                         testing::isolation_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Bubblewrap);

TEST_P(Bubblewrap, TemporaryFilesAreLimited) {
  Limits limits = short_limits();
  limits.temporary_bytes = 100'000;
  EXPECT_FALSE(run(misbehave({"write-megabyte", "/tmp/file"}), limits).succeeded());
}

TEST_P(Bubblewrap, NumberOfProcessesIsLimited) {
  Limits limits = short_limits();
  limits.processes = 20;
  EXPECT_EQ(run(misbehave({"fork-many"}), limits).output, "19\n");
}

TEST_P(Bubblewrap, ProgramIsAnOrdinaryUserAmongFewProcesses) {
  EXPECT_EQ(run(misbehave({"where"})).output, std::to_string(kBoxUser) + " 2");
}

TEST_P(Bubblewrap, MountThatCannotBeMadeIsASandboxFault) {
  Program program = misbehave({"exit", "0"});
  program.mounts.push_back({MISBEHAVE, "/usr/no-such-place/misbehave"});
  const Outcome outcome = run(program);
  EXPECT_EQ(outcome.ending, Ending::sandbox_fault);
  EXPECT_THAT(outcome.detail, ::testing::StartsWith("bwrap: "));
}

}  // namespace
}  // namespace grader
