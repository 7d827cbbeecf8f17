/// Runs a program of the system and captures what it prints.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

struct CommandOutput {
  int exit_code = -1;  ///< 127 if the program cannot be started, -1 if a signal ended it.
  std::string out;
  std::string err;
};

/// Finds `words[0]` in PATH, runs it with an empty stdin, and waits until it ends. Use it only for trusted
/// programs with little output.
CommandOutput command_output(const std::vector<std::string>& words);

/// Returns the last line of `file` that is not empty, cleaned. Returns "" if there is no such line or file.
std::string last_line_of(const std::filesystem::path& file);

}  // namespace grader
