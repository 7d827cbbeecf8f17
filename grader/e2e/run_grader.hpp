/// Runs the real grader, or another program, as a user would.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {

struct Ran {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// The words of a command; what it reads from standard input.
Ran run_program(const std::vector<std::string>& words, const std::string& input = {});

/// `input` is its standard input.
Ran run_grader(const std::vector<std::string>& arguments, const std::string& input = {});

/// Starts it and does not wait; what it prints is lost. The caller waits for its end.
pid_t start_grader(const std::vector<std::string>& arguments);

/// The source folder of the project.
std::filesystem::path project();

/// A copy of the solutions of an assignment in `folder`.
void copy_solutions(const std::string& assignment, const std::filesystem::path& folder);

/// Replaces the one occurrence of `from` in a file; throws std::runtime_error when it is not there.
void replace_in_file(const std::filesystem::path& file, const std::string& from, const std::string& to);

}  // namespace grader
