/// Runs the real grader, or another program, as a user does.
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

/// Runs the command `words` with `input` as its standard input.
Ran run_program(const std::vector<std::string>& words, const std::string& input = {});

/// Runs the grader with `input` as its standard input.
Ran run_grader(const std::vector<std::string>& arguments, const std::string& input = {});

/// Starts the grader without waiting for it, and discards what it prints. The caller waits for its end.
pid_t start_grader(const std::vector<std::string>& arguments);

/// Returns whether clang++ compiles submissions. It does in a build by clang++ without a sandbox.
bool clang_compiles_submissions();

/// Returns the project's source folder.
std::filesystem::path project();

/// Copies the solutions of an assignment into `folder`.
void copy_solutions(const std::string& assignment, const std::filesystem::path& folder);

/// Replaces the first `from` in a file by `to`. Throws std::runtime_error if `from` does not occur.
void replace_in_file(const std::filesystem::path& file, const std::string& from, const std::string& to);

}  // namespace grader
