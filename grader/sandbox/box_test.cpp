// The promises of every box. They do not hold without isolation.
#include <gmock/gmock.h>

#include "grader/sandbox/testing/boxes.hpp"

namespace grader {
namespace {

using testing::misbehave;
using testing::runs_somewhere;
using testing::short_limits;

/// Each test runs with every backend that works here and isolates.
class Box : public ::testing::TestWithParam<Isolation> {
 protected:
  Outcome run(const Program& program, const Limits& limits = short_limits()) {
    return sandbox::run(GetParam(), program, limits);
  }
};
INSTANTIATE_TEST_SUITE_P(
    , Box, ::testing::ValuesIn(testing::if_available({Isolation::bubblewrap, Isolation::landlock})),
    testing::isolation_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Box);

TEST_P(Box, FilesOutsideTheBoxAreNotThere) {
  const testing::Folder directory;
  const std::string secret = directory.path() / "secret";
  std::ofstream(secret) << "expected: 42";
  for (const std::string& path : {secret, std::string("/etc/passwd"), std::string("/proc/self/environ"),
                                  std::string("/dev/zero"), std::string("/sys/kernel/vmcoreinfo")}) {
    const Outcome outcome = run(misbehave({"read", path}));
    EXPECT_EQ(outcome.ending, Ending::exited) << outcome.detail;
    EXPECT_EQ(outcome.exit_code, 1) << path;
    EXPECT_EQ(outcome.output, "");
  }
}

TEST_P(Box, OnlyWritableMountsAndTmpCanBeWritten) {
  const testing::Folder directory;
  for (const char* name : {"kept", "work"}) std::filesystem::create_directory(directory.path() / name);
  const auto write = [&](const std::string& path) {
    Program program = misbehave({"write-megabyte", path});
    program.mounts.push_back({directory.path() / "kept", "/box/kept"});
    program.mounts.push_back({directory.path() / "work", "/box/work", true});
    return run(program).succeeded();
  };
  EXPECT_TRUE(write("/box/work/file"));
  EXPECT_TRUE(write("/tmp/file"));
  for (const char* path :
       {"/box/kept/file", "/file", "/box/file", "/dev/file", "/dev/shm/file", "/usr/file", "/etc/file"}) {
    EXPECT_FALSE(write(path)) << path;
  }
  EXPECT_EQ(std::filesystem::file_size(directory.path() / "work/file"), 1U << 20);
}

TEST_P(Box, MountsWorkBelowClosedDirectories) {
  const testing::Folder directory;
  std::filesystem::create_directories(directory.path() / "closed/open");
  std::ofstream(directory.path() / "closed/open/file") << "shown";
  std::filesystem::permissions(directory.path() / "closed", std::filesystem::perms::owner_all);
  Program program = misbehave({"read", "/box/open/file"});
  program.mounts.push_back({directory.path() / "closed/open", "/box/open"});
  EXPECT_EQ(run(program).output, "shown");
}

TEST_P(Box, ForkBombIsContained) {
  Limits limits = short_limits();
  limits.processes = 20;
  limits.wall_seconds = 0.5;
  const std::string marker = testing::marker();
  EXPECT_EQ(run(misbehave({"fork-bomb", marker}), limits).ending, Ending::timed_out);
  EXPECT_FALSE(runs_somewhere(marker));
}

TEST_P(Box, DangerousSystemCallsAreRefused) {
  EXPECT_EQ(run(misbehave({"system-calls"})).output, "threads work\n");
}

TEST_P(Box, OneProcessMeansNoOther) {
  Limits limits = short_limits();
  limits.processes = 1;
  EXPECT_EQ(run(misbehave({"fork-many"}), limits).output, "0\n");
  EXPECT_EQ(run(misbehave({"thread"}), limits).output, "no thread\n");
}

TEST_P(Box, WithoutTemporaryFilesNothingCanBeWritten) {
  Limits limits = short_limits();
  limits.temporary_bytes = 0;
  EXPECT_FALSE(run(misbehave({"write-megabyte", "/tmp/file"}), limits).succeeded());
  Program program = misbehave({"exit", "0"});
  program.working_directory = "/tmp";
  EXPECT_TRUE(run(program, limits).succeeded());
}

TEST_P(Box, ReadOnlyMountsStayAsTheyAre) {
  const testing::Folder directory;
  const std::filesystem::path file = directory.path() / "file";
  std::ofstream(file) << "precious";
  const auto before = std::filesystem::last_write_time(file);
  for (const char* way : {"truncate", "chmod", "touch", "unlink", "rename", "link"}) {
    Program program = misbehave({"alter", way, "/box/kept/file"});
    program.mounts.push_back({directory.path(), "/box/kept"});
    const Outcome outcome = run(program);
    EXPECT_EQ(outcome.exit_code, 1) << way << outcome.detail;
  }
  EXPECT_EQ(std::filesystem::file_size(file), 8U);
  EXPECT_EQ(std::filesystem::last_write_time(file), before);
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0644));
}

TEST_P(Box, TheGraderCannotBeReachedBySignalsOrLimits) {
  const Outcome outcome = run(misbehave({"reach", std::to_string(getpid())}));
  EXPECT_EQ(outcome.output, "") << outcome.detail;
  EXPECT_EQ(outcome.exit_code, 0);
}

}  // namespace
}  // namespace grader
