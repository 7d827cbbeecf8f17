// What holds with bubblewrap and not without isolation.
#include <gmock/gmock.h>

#include "grader/sandbox/bubblewrap_arguments.hpp"
#include "grader/sandbox/testing/boxes.hpp"

namespace grader {
namespace {

using testing::misbehave;
using testing::runs_somewhere;
using testing::short_limits;

/// Each test runs once where bubblewrap works, and not at all elsewhere.
class Bubblewrap : public ::testing::TestWithParam<Isolation> {
 protected:
  Outcome run(const Program& program, const Limits& limits = short_limits()) {
    return grader::run(GetParam(), program, limits);
  }
};
std::vector<Isolation> bubblewrap_if_available() {
  std::vector<Isolation> all = testing::available_isolations();
  std::erase(all, Isolation::none);
  return all;
}
INSTANTIATE_TEST_SUITE_P(, Bubblewrap, ::testing::ValuesIn(bubblewrap_if_available()),
                         testing::isolation_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Bubblewrap);

TEST_P(Bubblewrap, FilesOutsideTheBoxAreNotThere) {
  const testing::TemporaryDirectory directory;
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

TEST_P(Bubblewrap, OnlyWritableMountsAndTmpCanBeWritten) {
  const testing::TemporaryDirectory directory;
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

TEST_P(Bubblewrap, MountsWorkBelowClosedDirectories) {
  const testing::TemporaryDirectory directory;
  std::filesystem::create_directories(directory.path() / "closed/open");
  std::ofstream(directory.path() / "closed/open/file") << "shown";
  std::filesystem::permissions(directory.path() / "closed", std::filesystem::perms::owner_all);
  Program program = misbehave({"read", "/box/open/file"});
  program.mounts.push_back({directory.path() / "closed/open", "/box/open"});
  EXPECT_EQ(run(program).output, "shown");
}

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

TEST_P(Bubblewrap, ForkBombIsContained) {
  Limits limits = short_limits();
  limits.processes = 20;
  limits.wall_seconds = 0.5;
  const std::string marker = testing::marker();
  EXPECT_EQ(run(misbehave({"fork-bomb", marker}), limits).ending, Ending::timed_out);
  EXPECT_FALSE(runs_somewhere(marker));
}

TEST_P(Bubblewrap, ProgramIsAnOrdinaryUserAmongFewProcesses) {
  EXPECT_EQ(run(misbehave({"where"})).output, std::to_string(kBoxUser) + " 2");
}

TEST_P(Bubblewrap, DangerousSystemCallsAreRefused) {
  EXPECT_EQ(run(misbehave({"system-calls"})).output, "threads work\n");
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
