#include "grader/batch/command_output.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "grader/base/system.hpp"
#include "grader/base/text.hpp"
#include "grader/sandbox/unique_fd.hpp"

extern char** environ;

namespace grader {

namespace {

// Makes a file without a name. Unlike a pipe, it never blocks the writer, so two streams need no reader.
UniqueFd nameless_file() {
  UniqueFd file(system::nameless_file());
  if (!file) throw std::system_error(errno, std::generic_category(), "a file for a command's output");
  return file;
}

std::string contents(const UniqueFd& file) {
  std::string text;
  char block[4096];
  lseek(file.get(), 0, SEEK_SET);
  for (ssize_t count = 0; (count = read(file.get(), block, sizeof block)) > 0;) {
    text.append(block, static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

CommandOutput command_output(const std::vector<std::string>& words) {
  const UniqueFd out = nameless_file();
  const UniqueFd err = nameless_file();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.get(), STDERR_FILENO);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    return {.exit_code = 127, .out = {}, .err = words[0] + ": " + std::generic_category().message(error)};
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(out), contents(err)};
}

std::string last_line_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string last;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) last = line;
  }
  return clean(last, 300);
}

}  // namespace grader
