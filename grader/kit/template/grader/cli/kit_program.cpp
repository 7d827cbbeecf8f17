#include "grader/cli/command.hpp"
#include "grader/cli/program.hpp"

namespace grader {

void add_subcommands(CommandLine& line) {
  add_grade(line);
  add_doctor(line);
}

// A kit has no catalogue of mistakes. Its golden answers name them.
NameMistake hints() { return {}; }

OpenArchive archives(Isolation) { return {}; }

}  // namespace grader
