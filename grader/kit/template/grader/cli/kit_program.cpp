#include "grader/base/input_error.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/program.hpp"
#include "grader/grading/answer_key.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

void add_subcommands(CommandLine& line) {
  add_grade(line);
  add_doctor(line);
}

// A kit has no catalogue of mistakes. Its golden answers name them.
NameMistake hints() { return {}; }

std::unique_ptr<const AnswerKey> answer_key_of(const Assignment& assignment) {
  if (!assignment.golden) throw InputError(assignment.id + " has no golden answers, and a kit has no others");
  return golden_key(*assignment.golden);
}

OpenArchive archives(Isolation) { return {}; }

}  // namespace grader
