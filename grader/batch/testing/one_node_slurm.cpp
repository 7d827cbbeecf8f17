#include "grader/batch/testing/one_node_slurm.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <stdexcept>
#include <thread>

#include "grader/base/files.hpp"
#include "grader/batch/command_output.hpp"
#include "grader/sandbox/unique_fd.hpp"

extern char** environ;

namespace grader::testing {

namespace {

namespace fs = std::filesystem;

constexpr int kPatience = 600;  // in tenths of a second

// Takes a free port from the system and gives it back at once. The daemon that binds it has to be faster than
// the next process that asks for a port.
int free_port() {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket.get(), any, length) != 0 || getsockname(socket.get(), any, &length) != 0) {
    throw std::runtime_error("no free port");
  }
  return ntohs(address.sin_port);
}

std::string host_name() {
  char name[256] = {};
  gethostname(name, sizeof name - 1);
  const std::string full = name;
  return full.substr(0, full.find('.'));
}

std::string user_name() {
  const passwd* user = getpwuid(geteuid());
  return user ? user->pw_name : std::to_string(geteuid());
}

std::string program(const std::string& name) {
  for (const char* folder : {"/usr/sbin/", "/usr/bin/", "/sbin/"}) {
    if (access((folder + name).c_str(), X_OK) == 0) return folder + name;
  }
  throw std::runtime_error("there is no " + name + ": install what grader/tools/packages.txt lists");
}

}  // namespace

OneNodeSlurm::OneNodeSlurm() {
  std::string name = (fs::temp_directory_path() / "one-node-slurm-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  folder_ = name;
  try {
    start();
  } catch (const std::exception& error) {
    std::string logs;
    for (const char* log : {"munge/log", "slurmctld.log", "slurmd.log", "output"}) {
      if (fs::exists(folder_ / log)) logs += read_file(folder_ / log);
    }
    stop();
    throw std::runtime_error(fmt::format("Slurm cannot be started here: {}\n{}", error.what(), logs));
  }
}

OneNodeSlurm::~OneNodeSlurm() { stop(); }

void OneNodeSlurm::start() {
  for (const char* inner : {"state", "spool", "munge"}) {
    fs::create_directory(folder_ / inner);
    chmod((folder_ / inner).c_str(), 0700);
  }
  const std::string munge = (folder_ / "munge/").string();
  std::random_device random;
  std::string key;
  while (key.size() < 1024) key += static_cast<char>(random());
  std::ofstream(munge + "key", std::ios::binary) << key;
  chmod((munge + "key").c_str(), 0400);
  write_configuration();
  setenv("SLURM_CONF", (folder_ / "slurm.conf").c_str(), 1);
  // munged needs --force because it rejects keys below /tmp; this key does not last.
  run_daemon({program("munged"), "--foreground", "--force", "--key-file=" + munge + "key",
              "--socket=" + munge + "socket", "--pid-file=" + munge + "pid", "--log-file=" + munge + "log",
              "--seed-file=" + munge + "seed", "--num-threads=2"});
  for (int i = 0; !fs::exists(munge + "socket"); ++i) {
    if (i == kPatience) throw std::runtime_error("munged does not come up");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  run_daemon({program("slurmctld"), "-D", "-c"});
  run_daemon({program("slurmd"), "-D", "-c"});
  wait_until_idle();
}

void OneNodeSlurm::write_configuration() const {
  const std::map<std::string, std::string> words = {
      {"@FOLDER@", folder_.string()},
      {"@HOST@", host_name()},
      {"@USER@", user_name()},
      {"@CONTROLLER_PORT@", std::to_string(free_port())},
      {"@NODE_PORT@", std::to_string(free_port())},
      {"@PROCESSORS@", std::to_string(std::max(1u, std::thread::hardware_concurrency()))}};
  std::string text = read_file(BACKPROP_SLURM_CONF);
  for (const auto& [word, value] : words) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += value.size()) {
      text.replace(at, word.size(), value);
    }
  }
  std::ofstream(folder_ / "slurm.conf") << text;
}

pid_t OneNodeSlurm::run_daemon(std::vector<std::string> words) {
  // The daemons end with this process even if it is killed, for example by a test's time limit.
  words.insert(words.begin(), {program("setpriv"), "--pdeathsig", "TERM"});
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::string output = folder_ / "output";
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error(words[0] + " cannot be started");
  daemons_.push_back(pid);
  return pid;
}

void OneNodeSlurm::wait_until_idle() const {
  CommandOutput nodes;
  for (int i = 0; i < kPatience; ++i) {
    nodes = command_output({"sinfo", "--noheader", "--format=%T"});
    if (nodes.out.starts_with("idle\n")) return;
    for (const pid_t daemon : daemons_) {
      if (waitpid(daemon, nullptr, WNOHANG) == daemon) throw std::runtime_error("a daemon has ended");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  throw std::runtime_error("the node does not become idle: " + nodes.out + nodes.err);
}

void OneNodeSlurm::stop() {
  for (auto daemon = daemons_.rbegin(); daemon != daemons_.rend(); ++daemon) {
    kill(*daemon, SIGTERM);
    for (int i = 0; waitpid(*daemon, nullptr, WNOHANG) == 0; ++i) {
      if (i == 100) kill(*daemon, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  daemons_.clear();
  unsetenv("SLURM_CONF");
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace grader::testing
