/// What a kit's program has in another form: the kit puts kit_program.cpp in place of course_program.cpp.
#pragma once

#include "grader/cli/command_line.hpp"
#include "grader/grading/judge.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/submission/gather.hpp"

namespace grader {

/// Adds all subcommands that this program has.
void add_subcommands(CommandLine& line);

/// Returns the function that names known mistakes from the catalogue. A kit has no catalogue, so the function
/// is empty there, and reports describe what is wrong without naming the mistake.
NameMistake hints();

/// Returns the function with which `gather` opens archives. A student's own files are in a folder, so the
/// function is empty in a kit: archives are then named in messages but not opened.
OpenArchive archives(Isolation isolation);

}  // namespace grader
