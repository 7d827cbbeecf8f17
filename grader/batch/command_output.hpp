/// Running a program of the system for what it prints.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

struct CommandOutput {
  int exit_code = -1;  ///< 127 when there is no such program, -1 when a signal ended it.
  std::string out;
  std::string err;
};

/// Looks `words[0]` up in PATH, gives it an empty stdin, and waits for its end. Only for trusted programs
/// with little output.
CommandOutput command_output(const std::vector<std::string>& words);

/// The last line of a file that is not empty, cleaned: what a program that writes to it said last. Empty when
/// there is none.
std::string last_line_of(const std::filesystem::path& file);

}  // namespace grader
