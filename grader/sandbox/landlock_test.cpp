// Landlock as older kernels have it, and users for one run.
#include "grader/sandbox/landlock.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <set>

#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/keeper.hpp"
#include "grader/sandbox/testing/boxes.hpp"
#include "grader/sandbox/throwaway_user.hpp"

namespace grader {
namespace {

using testing::misbehave;

/// Every version up to the kernel's own.
class LandlockVersions : public ::testing::TestWithParam<int> {
 protected:
  /// stdout and wait status of a program.
  std::pair<std::string, int> run(const Program& program, const Limits& limits = testing::short_limits()) {
    const auto confinement = confine_with_landlock(program, limits, GetParam());
    Pipe output = make_pipe();
    Keeper keeper(confinement->prepare(), {{output.write_end.get(), 1}, {output.write_end.get(), 2}});
    output.write_end.reset();
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = read(output.read_end.get(), buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(count));
    }
    const Keeper::Report report = keeper.wait();
    EXPECT_EQ(report.kind, Keeper::Report::Kind::finished) << report.reason;
    return {text, report.wait_status};
  }
};
std::vector<int> versions() {
  std::vector<int> result;
  for (int abi = 1; abi <= landlock_abi(); ++abi) result.push_back(abi);
  return result;
}
INSTANTIATE_TEST_SUITE_P(, LandlockVersions, ::testing::ValuesIn(versions()));
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LandlockVersions);

TEST_P(LandlockVersions, FilesOutsideAreOutOfReach) {
  const testing::Folder directory;
  std::ofstream(directory.path() / "secret") << "expected: 42";
  for (const std::string& path : {(directory.path() / "secret").string(), std::string("/etc/passwd"),
                                  "/proc/" + std::to_string(getpid()) + "/maps"}) {
    EXPECT_EQ(run(misbehave({"read", path})), std::pair(std::string(), 1 << 8)) << path;
  }
  EXPECT_EQ(run(misbehave({"write-megabyte", directory.path() / "file"})).second, 1 << 8);
}

TEST_P(LandlockVersions, TheGraderIsOutOfReach) {
  EXPECT_EQ(run(misbehave({"reach", std::to_string(getpid())})), std::pair(std::string(), 0));
}

TEST_P(LandlockVersions, AbortAndExitAreToldApart) {
  EXPECT_EQ(run(misbehave({"abort"})).second, SIGABRT);
  EXPECT_EQ(run(misbehave({"exit", "134"})).second, 134 << 8);
}

TEST_P(LandlockVersions, CompilersWork) {
  const testing::Folder directory;
  std::ofstream(directory.path() / "main.cpp") << "int main() { return 42; }\n";
  Program program;
  program.arguments = {"/usr/bin/g++", "main.cpp", "-o", "/box/work/main"};
  program.environment = {"PATH=/usr/bin", "TMPDIR=/tmp"};
  program.mounts = {{directory.path(), "/box/work", true}};
  program.working_directory = "/box/work";
  Limits limits;
  limits.wall_seconds = 60;
  EXPECT_EQ(run(program, limits), std::pair(std::string(), 0));
  // The filter refuses the linker's chmod(), and it goes on without.
  std::filesystem::permissions(directory.path() / "main", std::filesystem::perms(0755));
  program.arguments = {"/box/work/main"};
  EXPECT_EQ(run(program), std::pair(std::string(), 42 << 8));
}

TEST(ThrowawayUser, IsAnotherOneForEachRunAtTheSameTime) {
  std::set<unsigned> ids;
  {
    const ThrowawayUser first, second, third;
    ids = {first.id(), second.id(), third.id()};
    EXPECT_EQ(ids.size(), 3U);
    EXPECT_FALSE(ids.contains(0));
  }
  EXPECT_TRUE(ids.contains(ThrowawayUser().id()));
}

TEST(BecomeUser, CannotBeUndone) {
  if (geteuid() != 0) {
    EXPECT_NE(become_user(1U << 30), nullptr);
    return;
  }
  const pid_t child = fork();
  if (child == 0) _exit(become_user(1U << 30) == nullptr && getuid() == 1U << 30 && setuid(0) != 0 ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace grader
