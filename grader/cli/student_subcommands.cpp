// Replaces subcommands.cpp in a kit's program.
#include "grader/cli/command.hpp"

namespace grader {

void add_subcommands(CommandLine& line) {
  add_grade(line);
  add_doctor(line);
}

}  // namespace grader
