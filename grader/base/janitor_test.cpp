// Folders of programs that are killed.
#include "grader/base/janitor.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

bool disappears(const fs::path& folder) {
  for (int i = 0; i < 200; ++i) {
    if (!fs::exists(folder)) return true;
    usleep(50'000);
  }
  return false;
}

// Starts a program that makes two temporary folders and removes one of them again. Returns its process number
// and the other folder.
std::pair<pid_t, fs::path> start_with_folder(const fs::path& where) {
  const pid_t pid = fork();
  if (pid == 0) {
    setsid();
    const Janitor janitor;
    std::optional<TemporaryFolder> first;
    first.emplace();
    const TemporaryFolder second;
    first.reset();
    second.write("a/b/c", "text");
    fs::permissions(second.path() / "a/b", fs::perms(0));
    std::ofstream(where / "new") << second.path().string();
    fs::rename(where / "new", where / "path");
    for (;;) pause();
  }
  while (!fs::exists(where / "path")) usleep(10'000);
  std::string path;
  std::getline(std::ifstream(where / "path"), path);
  return {pid, path};
}

TEST(Janitor, RemovesWhatAKilledProgramLeaves) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGKILL, SIGSEGV}) {
    const TemporaryFolder where;
    const auto [pid, folder] = start_with_folder(where.path());
    ASSERT_TRUE(fs::exists(folder));
    kill(-pid, number);  // as a terminal does: the whole group
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_TRUE(disappears(folder)) << number;
  }
}

// A signal to the program's group must not reach it, from the first moment on.
TEST(Janitor, HasAGroupOfItsOwnOnceItIsMade) {
  for (int i = 0; i < 50; ++i) {
    const Janitor janitor;
    pid_t pid = 0;
    std::ifstream("/proc/thread-self/children") >> pid;
    ASSERT_GT(pid, 0);
    ASSERT_EQ(getpgid(pid), pid);
  }
}

TEST(Janitor, IsGoneWithAProgramThatEnds) {
  const pid_t pid = fork();
  if (pid == 0) {
    { const Janitor janitor; }
    _exit(waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD ? 0 : 1);
  }
  int status = 1;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace grader
