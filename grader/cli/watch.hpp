/// Waits for files to be saved.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// The files of these endings directly in some folders: written, moved there, or deleted; however an editor
/// saves.
class Watch {
 public:
  /// Throws InputError when a folder cannot be watched.
  Watch(const std::vector<std::filesystem::path>& folders, std::vector<std::string> endings);

  /// Returns the names of files that have changed since the last call, after waiting for the first of them
  /// and for a moment in which nothing more happens. In order, each once.
  std::vector<std::string> wait() const;

 private:
  UniqueFd notifications_;
  std::vector<std::string> endings_;
};

}  // namespace grader
