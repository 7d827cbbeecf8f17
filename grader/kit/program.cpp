#include "grader/kit/program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <set>
#include <system_error>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/janitor.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/public_assignment.hpp"
#include "grader/mistakes/mistake.hpp"

extern char** environ;

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTellingName = 8;
constexpr std::uint64_t kTellingSeed = std::uint64_t{1} << 32;

// Runs a shell script, which inherits stdout and stderr, and returns its exit code, or -1 if a signal ended
// it. The script and all that it starts are a process group, which ends with this program, however that ends.
int run_script(std::vector<std::string> words) {
  words.insert(words.begin(), "/bin/sh");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawn_file_actions_t actions;  // a group in the background must not read the terminal
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  pid_t script = 0;
  const int error = posix_spawn(&script, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), words[0]);
  Janitor::started(script);
  int status = 0;
  while (waitpid(script, &status, 0) < 0 && errno == EINTR) continue;
  Janitor::ended(script);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// A text or number as it is in a program's file.
struct BuiltSecret {
  std::string what;
  std::string bytes;
};

std::vector<BuiltSecret> built_secrets(const Assignment& whole) {
  std::vector<BuiltSecret> secrets;
  for (const KnownMistake& mistake : all_mistakes())
    secrets.push_back({"the hint of the mistake " + full_id(mistake), std::string(mistake.hint)});
  std::set<std::string> shown;
  for (const ProblemSpec& problem : whole.problems) {
    if (problem.scenario.empty()) shown.merge(public_probes(problem));
  }
  for (const ProblemSpec& problem : whole.problems) {
    for (const std::string& probe : hidden_probes(problem)) {
      if (probe.size() >= kTellingName && !shown.contains(probe))
        secrets.push_back({"the hidden probe of " + problem.id, probe + '\0'});
    }
  }
  if (whole.seeds.policy == Seeds::Policy::fixed && whole.seeds.seed >= kTellingSeed) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof whole.seeds.seed; ++i)
      bytes += static_cast<char>(whole.seeds.seed >> (8 * i) & 0xff);
    secrets.push_back({"the course's seed", bytes});
  }
  return secrets;
}

}  // namespace

void add_program(const fs::path& project, const fs::path& kit, std::size_t jobs) {
  if (run_script({project / "grader/kit/add-program", kit, std::to_string(jobs)}) != 0)
    throw InputError("the grader of this kit could not be built here, so no kit was made");
}

std::vector<std::string> leaks_of_program(const fs::path& kit, const Assignment& whole) {
  std::vector<std::string> leaks;
  const std::vector<BuiltSecret> secrets = built_secrets(whole);
  for (const fs::path& file : files_below(kit / "prebuilt")) {
    const std::string bytes = read_file(kit / "prebuilt" / file);
    for (const BuiltSecret& secret : secrets) {
      if (bytes.find(secret.bytes) != std::string::npos)
        leaks.push_back(fmt::format("prebuilt/{} holds {}", file.string(), secret.what));
    }
  }
  return leaks;
}

}  // namespace grader
