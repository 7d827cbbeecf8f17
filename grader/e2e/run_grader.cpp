#include "grader/e2e/run_grader.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace grader {

namespace fs = std::filesystem;

bool clang_compiles_submissions() {
#if defined(__clang__)
  return BACKPROP_SANDBOX == 0;
#else
  return false;
#endif
}

fs::path project() { return BACKPROP_SOURCE_DIR; }

void copy_solutions(const std::string& assignment, const fs::path& folder) {
  fs::copy(project() / "solutions" / assignment, folder, fs::copy_options::recursive);
}

void replace_in_file(const fs::path& file, const std::string& from, const std::string& to) {
  std::string text = read_file(file);
  const std::size_t place = text.find(from);
  if (place == std::string::npos) throw std::runtime_error(file.string() + " has no \"" + from + "\"");
  std::ofstream(file) << text.replace(place, from.size(), to);
}

namespace {

std::vector<std::string> grader_and(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {GRADER_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  // The classes of tests are our own code.
  if (!BACKPROP_SANDBOX && !arguments.empty() && arguments.front() == "batch")
    words.emplace_back("--trust-all-code");
  return words;
}

pid_t start(std::vector<std::string> words, const std::string& in, const std::string& out,
            const std::string& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);

  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), argv[0]);
  return pid;
}

}  // namespace

pid_t start_grader(const std::vector<std::string>& arguments) {
  return start(grader_and(arguments), "/dev/null", "/dev/null", "/dev/null");
}

Ran run_program(const std::vector<std::string>& words, const std::string& input) {
  const TemporaryFolder folder;
  folder.write("in", input);
  const fs::path& path = folder.path();
  const pid_t pid = start(words, path / "in", path / "out", path / "err");
  int status = 0;
  waitpid(pid, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(path / "out"), read_file(path / "err")};
}

Ran run_grader(const std::vector<std::string>& arguments, const std::string& input) {
  return run_program(grader_and(arguments), input);
}

}  // namespace grader
