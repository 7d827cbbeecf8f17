#include "grader/batch/unpack.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/program.hpp"
#include "grader/mistakes/match.hpp"

namespace grader {

void add_subcommands(CommandLine& line) {
  add_grade(line);
  add_ask(line);
  add_batch(line);
  add_grades(line);
  add_vjp(line);
  add_check(line);
  add_ops(line);
  add_render(line);
  add_starter(line);
  add_mistakes(line);
  add_kit(line);
  add_doctor(line);
}

NameMistake hints() { return name_mistake; }

OpenArchive archives(Isolation isolation) { return archive_opener(isolation); }

}  // namespace grader
