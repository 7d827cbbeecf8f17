/// The programs in hostile/: one attack, or one odd but honest solution, a file. Each is a relu.cpp; its
/// first lines say what it tries, where, and what the grader's verdict must be.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/base/temporary_folder.hpp"

namespace grader {

struct HostileProgram {
  std::string name;        ///< "kill_the_parent", of the file
  std::string where;       ///< compile, link, start-up, run time, operating system, result channel
  std::string verdict;     ///< a status, "crash"; "pass" for an honest one
  bool needs_box = false;  ///< without isolation it gets what it wants, or does harm
  std::string text;        ///< with names of places still in it: @SECRET@
};

/// All of them, ordered by name. Throws std::runtime_error for a file whose first lines do not say what they
/// must, or whose folder is not its verdict.
std::vector<HostileProgram> hostile_corpus();

/// A folder, readable by everybody, in which such programs are graded: with a secret wherever they may look.
class HostileGround {
 public:
  HostileGround();

  /// The programs as one submission, and an assignment with a problem of 5 points for each.
  void plant(const std::vector<HostileProgram>& programs, const std::string& limits,
             const std::string& compile_limits);

  const std::filesystem::path& path() const { return path_; }
  const std::string& secret() const { return secret_; }

  /// `grader` on these arguments, with this folder's copy of it and its own temporary files here. As another
  /// user where `user` is not 0. Nothing of this process's environment is passed on.
  int run_grader(const std::vector<std::string>& arguments, unsigned user) const;
  std::string output() const;

  /// What programs have left behind or changed, in words; empty when nothing.
  std::string traces() const;

 private:
  const TemporaryFolder folder_{"grader-hostile-", TemporaryFolder::Access::everybody};
  const std::filesystem::path path_ = folder_.path();
  std::string secret_;
};

}  // namespace grader
