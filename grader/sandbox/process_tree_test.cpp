#include "grader/sandbox/process_tree.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace grader {
namespace {

TEST(KillDescendants, ReapsTheLeaderAndItsOrphans) {
  // A process of its own: killing every descendant of the test's would not be polite to other tests.
  const pid_t subreaper = fork();
  if (subreaper == 0) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int ready[2];
    if (pipe(ready) != 0) _exit(1);
    const pid_t leader = fork();
    if (leader == 0) {
      setsid();
      if (fork() == 0) {
        setsid();
        if (fork() != 0) _exit(0);
        if (write(ready[1], "", 1) != 1) _exit(1);
        for (;;) pause();
      }
      for (;;) pause();
    }
    char byte = 0;
    if (read(ready[0], &byte, 1) != 1) _exit(2);
    const int status = kill_descendants(leader);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) _exit(3);
    _exit(waitpid(-1, nullptr, 0) < 0 && errno == ECHILD ? 0 : 4);
  }
  int status = -1;
  ASSERT_EQ(waitpid(subreaper, &status, 0), subreaper);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace grader
