// A program with many bad manners, for the tests of the sandbox: misbehave SUBCOMMAND [ARGUMENT].
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace {

volatile std::size_t sink = 0;

[[noreturn]] void sleep_forever() {
  for (;;) pause();
}

int segfault() {
  raise(SIGSEGV);
  return 0;
}

[[noreturn]] void loop() {
  for (;;) sink = sink + 1;
}

[[noreturn]] void flood() {
  const std::string line(4096, 'x');
  for (;;) std::cout << line << std::flush;
}

/// Forks sleeping children until it cannot or has 500. Prints how many it made.
int fork_many() {
  int count = 0;
  while (count < 500) {
    const pid_t pid = fork();
    if (pid < 0) break;
    if (pid == 0) sleep_forever();
    ++count;
  }
  std::cout << count << std::endl;
  return 0;
}

[[noreturn]] void fork_bomb() {
  for (;;) fork();
}

/// Leaves a grandchild in a session of its own. It ignores every signal that can be ignored and keeps every
/// descriptor open.
int daemonise() {
  int up[2];
  if (pipe(up) != 0) return 1;
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      for (int each = 1; each < NSIG; ++each) signal(each, SIG_IGN);
      if (write(up[1], "", 1) != 1) _exit(1);
      sleep_forever();
    }
    _exit(0);
  }
  char byte = 0;
  if (read(up[0], &byte, 1) != 1) return 1;
  std::cout << "daemon is up" << std::endl;
  return 0;
}

int write_file(const std::string& path, std::size_t bytes) {
  std::ofstream file(path);
  const std::string block(1 << 16, 'x');
  for (std::size_t written = 0; written < bytes; written += block.size()) file << block << std::flush;
  return file ? 0 : 1;
}

int read_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) return 1;
  std::cout << file.rdbuf();
  return 0;
}

int allocate(std::size_t megabytes) {
  std::vector<char> memory(megabytes << 20, 'x');
  sink = sink + static_cast<std::size_t>(memory[memory.size() / 2]);
  return 0;
}

int print_environment() {
  for (char** each = environ; *each != nullptr; ++each) std::cout << *each << '\n';
  return 0;
}

int print_descriptors() {
  for (int fd = 0; fd < 4096; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) std::cout << fd << ' ';
  }
  return 0;
}

/// Tries some of the calls that the filter refuses. Prints the name of each that worked.
int try_system_calls() {
  const auto report = [](const char* name, long result) {
    if (result >= 0 || (errno != EPERM && errno != ENOSYS)) std::cout << name << '\n';
  };
  report("socket(AF_INET)", socket(AF_INET, SOCK_STREAM, 0));
  report("socket(AF_UNIX)", socket(AF_UNIX, SOCK_STREAM, 0));
  report("unshare", unshare(CLONE_NEWUSER));
  report("ptrace", ptrace(PTRACE_TRACEME, 0, nullptr, nullptr));
  report("clone(CLONE_NEWUSER)", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  report("clone3", syscall(SYS_clone3, nullptr, 0));
  report("memfd_create", syscall(SYS_memfd_create, "x", 0));
  report("keyctl", syscall(SYS_keyctl, 0, 0, 0, 0, 0));
  report("TIOCSTI", ioctl(0, TIOCSTI, "x"));
  report("TIOCSTI, high bits", syscall(SYS_ioctl, 0, 0x100000000UL | TIOCSTI, "x"));
  std::thread([] { std::cout << "threads work\n"; }).join();
  return 0;
}

int try_thread() {
  try {
    std::thread([] { std::cout << "a thread" << std::endl; }).join();
  } catch (const std::system_error&) {
    std::cout << "no thread" << std::endl;
  }
  return 0;
}

/// Changes a file in one of several ways. Returns 0 when that worked.
int alter(const std::string& way, const std::string& path) {
  const std::map<std::string, std::function<int()>> ways = {
      {"truncate", [&] { return truncate(path.c_str(), 0); }},
      {"chmod", [&] { return chmod(path.c_str(), 0777); }},
      {"touch", [&] { return utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }},
      {"unlink", [&] { return unlink(path.c_str()); }},
      {"rename", [&] { return rename(path.c_str(), (path + "-moved").c_str()); }},
      {"link", [&] { return link(path.c_str(), (path + "-linked").c_str()); }},
  };
  return ways.at(way)() == 0 ? 0 : 1;
}

/// Tries to disturb another process. Prints the name of each way that worked.
int reach(pid_t other) {
  const auto report = [](const char* name, bool worked) {
    if (worked) std::cout << name << '\n';
  };
  rlimit limit{1'000'000'000, 1'000'000'000};
  cpu_set_t processors;
  CPU_ZERO(&processors);
  CPU_SET(0, &processors);
  sched_param parameters{};
  report("kill", kill(other, SIGCONT) == 0);
  report("kill the parent", getppid() > 1 && kill(getppid(), SIGCONT) == 0);
  report("tgkill", syscall(SYS_tgkill, other, other, SIGCONT) == 0);
  report("sigqueue", sigqueue(other, SIGCONT, sigval{}) == 0);
  report("owner", fcntl(0, F_SETOWN, other) == 0);
  report("ioctl", ioctl(3, FIOSETOWN, &other) == 0);
  report("prlimit", prlimit(other, RLIMIT_MSGQUEUE, &limit, nullptr) == 0);
  report("affinity", sched_setaffinity(other, sizeof processors, &processors) == 0);
  report("scheduler", sched_setscheduler(other, SCHED_BATCH, &parameters) == 0);
  report("priority", setpriority(PRIO_PROCESS, static_cast<id_t>(other), 1) == 0);
  return 0;
}

// The conversations. In an exchange one byte arrives and the same byte is sent back.

int echo() {
  char byte = 0;
  while (read(3, &byte, 1) == 1) {
    if (write(4, &byte, 1) != 1) return 1;
  }
  return 7;
}

[[noreturn]] void read_only() {
  char byte = 0;
  while (read(3, &byte, 1) == 1) continue;
  sleep_forever();
}

int die_midway() {
  char byte = 0;
  if (read(3, &byte, 1) != 1 || write(4, &byte, 1) != 1) return 1;
  std::abort();
}

[[noreturn]] void close_and_live() {
  close(4);
  sleep_forever();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  const std::string argument = argc > 2 ? argv[2] : "";
  const std::map<std::string, std::function<int()>> commands = {
      {"exit", [&] { return std::stoi(argument); }},
      {"abort", []() -> int { std::abort(); }},
      {"segfault", segfault},
      {"loop", []() -> int { loop(); }},
      {"sleep", []() -> int { sleep_forever(); }},
      {"flood", []() -> int { flood(); }},
      {"print", [&] { return (std::cout << argument, std::cerr << "error: " << argument, 0); }},
      {"fork-many", fork_many},
      {"fork-bomb", []() -> int { fork_bomb(); }},
      {"daemonise", daemonise},
      {"write-megabyte", [&] { return write_file(argument, 1 << 20); }},
      {"read", [&] { return read_file(argument); }},
      {"allocate-megabytes", [&] { return allocate(std::stoul(argument)); }},
      {"environment", print_environment},
      {"descriptors", print_descriptors},
      {"system-calls", try_system_calls},
      {"thread", try_thread},
      {"alter", [&] { return alter(argument, argc > 3 ? argv[3] : ""); }},
      {"reach", [&] { return reach(std::stoi(argument)); }},
      {"echo", echo},
      {"read-only", []() -> int { read_only(); }},
      {"die-midway", die_midway},
      {"close-and-live", []() -> int { close_and_live(); }},
      {"where", [] { return (std::cout << getuid() << ' ' << getpid(), 0); }},
  };
  const auto found = commands.find(command);
  return found == commands.end() ? 99 : found->second();
}
