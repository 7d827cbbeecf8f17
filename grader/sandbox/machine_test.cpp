// The grader says what a machine lacks before it runs a program.
#include "grader/sandbox/machine.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

// Returns what machine_fault says in a process that `changed` something of itself.
std::string fault_after(const std::function<void()>& change) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    change();
    const std::string fault = machine_fault({Limits()}, 240).value_or("");
    _exit(write(ends[1], fault.data(), fault.size()) == static_cast<ssize_t>(fault.size()) ? 0 : 1);
  }
  close(ends[1]);
  std::string fault(1000, '\0');
  const ssize_t count = read(ends[0], fault.data(), fault.size());
  close(ends[0]);
  waitpid(pid, nullptr, 0);
  fault.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return fault;
}

void limit(int resource, rlim_t value) {
  rlimit limits{};
  getrlimit(static_cast<__rlimit_resource>(resource), &limits);
  limits.rlim_cur = value;
  setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

TEST(Machine, NothingIsWrongHere) {
  EXPECT_EQ(fault_after([] {}), "");
}

TEST(Machine, LimitsThatAreTooLow) {
  EXPECT_THAT(fault_after([] { limit(RLIMIT_NOFILE, 20); }), HasSubstr("(ulimit -n) is 20 here"));
  EXPECT_THAT(fault_after([] { limit(RLIMIT_CPU, 5); }), HasSubstr("(ulimit -t) is 5 s here"));
  EXPECT_THAT(fault_after([] { limit(RLIMIT_AS, 700 << 20); }), HasSubstr("(ulimit -v)"));
  EXPECT_THAT(fault_after([] { limit(RLIMIT_FSIZE, 0); }), HasSubstr("(ulimit -f) is 0 bytes here"));
}

TEST(Machine, UmaskThatLocksTheOwnerOut) {
  EXPECT_THAT(fault_after([] { umask(0777); }), HasSubstr("umask 777"));
  EXPECT_EQ(fault_after([] { umask(077); }), "");
}

TEST(Machine, FolderForTemporaryFiles) {
  EXPECT_THAT(fault_after([] { setenv("TMPDIR", "here", 1); }), HasSubstr("here is not an absolute path"));
  EXPECT_THAT(fault_after([] { setenv("TMPDIR", "/not/there", 1); }), HasSubstr("/not/there is no folder"));
  const TemporaryFolder folder;
  const auto file = folder.write("file", "");
  EXPECT_THAT(fault_after([&] { setenv("TMPDIR", file.c_str(), 1); }), HasSubstr("is no folder"));
}

TEST(Machine, RoomForTemporaryFiles) {
  EXPECT_EQ(room_fault(1 << 20), std::nullopt);
  EXPECT_THAT(room_fault(1ULL << 60).value_or(""), HasSubstr("Temporary files cannot be written"));
}

}  // namespace
}  // namespace grader
