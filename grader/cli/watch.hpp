/// Waits for files to be saved.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grader/cli/folder_changes.hpp"

namespace grader {

/// Watches the files with certain endings directly in some folders. It notices files that are written, moved
/// there or deleted, however an editor saves them.
class Watch {
 public:
  /// Throws InputError if a folder cannot be watched.
  Watch(const std::vector<std::filesystem::path>& folders, std::vector<std::string> endings);

  /// Waits for a file to change and then for a short pause in the changes. Returns the names of all files
  /// that changed since the last call, sorted, each once. Throws InputError if a watched folder is gone.
  std::vector<std::string> wait() const;

 private:
  std::unique_ptr<FolderChanges> changes_;
  std::vector<std::string> endings_;
};

}  // namespace grader
