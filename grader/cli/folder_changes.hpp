/// Notices changes of files directly in some folders: folder_changes_inotify.cpp asks Linux,
/// folder_changes_stat.cpp looks again and again.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace grader {

class FolderChanges {
 public:
  virtual ~FolderChanges() = default;
  /// Waits for files to be written, moved there or deleted, without end if `milliseconds` is negative.
  /// Returns their names, or none when the time is over. Throws InputError if a folder is gone.
  virtual std::vector<std::string> wait(int milliseconds) = 0;
};

/// Begins to notice changes. Throws InputError if a folder cannot be watched.
std::unique_ptr<FolderChanges> follow_changes(const std::vector<std::filesystem::path>& folders);

}  // namespace grader
