// Replaces subcommands.cpp in a kit's program.
#include "grader/cli/command.hpp"

namespace grader {

void add_subcommands(CLI::App& app, Action& action) {
  add_grade(app, action);
  add_doctor(app, action);
}

}  // namespace grader
