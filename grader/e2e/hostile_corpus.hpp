/// The programs in hostile/. Each file is one attack, or one odd but honest solution. Its first lines say
/// what it tries, where, and what the grader's verdict must be. Each is a relu.cpp unless a line "// Op:
/// batchnorm_alt" says otherwise.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/base/temporary_folder.hpp"

namespace grader {

struct HostileProgram {
  std::string name;        ///< The file's name, "kill_the_parent".
  std::string where;       ///< Compile, link, start-up, run time, operating system, result channel.
  std::string verdict;     ///< A status such as "crash"; "pass" for an honest one.
  bool needs_box = false;  ///< Without isolation it succeeds or does harm.
  std::string op = "relu";
  std::string text;  ///< With placeholders such as @SECRET@.
};

/// Returns all programs, ordered by name. Throws std::runtime_error if a file's first lines lack an item, or
/// if a file is not in the folder of its verdict.
std::vector<HostileProgram> hostile_corpus();

/// A folder in which hostile programs are graded. Everybody can read it, and it has a secret wherever the
/// programs may look.
class HostileGround {
 public:
  HostileGround();

  /// Writes the programs as one submission, and an assignment with a problem of 5 points for each program.
  void plant(const std::vector<HostileProgram>& programs, const std::string& limits,
             const std::string& compile_limits);

  /// Writes a right solution alone, as a problem of 5 points.
  void plant_honest();

  const std::filesystem::path& path() const { return path_; }
  const std::string& secret() const { return secret_; }

  /// Runs this folder's copy of `grader` with its temporary files and its cache here, and without this
  /// process's environment. Runs it as the user `user` unless that is 0, and through the command `under`
  /// unless that is empty. `more` are further environment variables. Returns the exit code, or -1 when a
  /// signal ended it.
  int run_grader(const std::vector<std::string>& arguments, unsigned user,
                 const std::vector<std::string>& under = {}, const std::vector<std::string>& more = {}) const;
  std::string output() const;

  /// Describes what programs left behind or changed; "" if nothing.
  std::string traces() const;

 private:
  const TemporaryFolder folder_{"grader-hostile-", TemporaryFolder::Access::everybody};
  const std::filesystem::path path_ = folder_.path();
  std::string secret_;
};

}  // namespace grader
