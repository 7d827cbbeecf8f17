/// The subcommands of `grader`. Each adds itself to the command line. Its action returns the exit code: 0,
/// done; 1, graded, but below --fail-under; 2, bad usage or input; 3, the grader failed.
#pragma once

#include "grader/cli/command_line.hpp"

namespace grader {

void add_grade(CommandLine& line);
void add_ask(CommandLine& line);
void add_batch(CommandLine& line);
void add_grades(CommandLine& line);
void add_vjp(CommandLine& line);
void add_check(CommandLine& line);
void add_ops(CommandLine& line);
void add_render(CommandLine& line);
void add_starter(CommandLine& line);
void add_mistakes(CommandLine& line);
void add_kit(CommandLine& line);
void add_doctor(CommandLine& line);

}  // namespace grader
