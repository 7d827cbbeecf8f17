/// A directory for one purpose, gone when that is over.
#pragma once
#include <filesystem>
#include <string>

namespace grader {

/// A fresh directory among the system's temporary ones, which only the grader's user can enter. Gone when this object
/// is, with all that a program left in it.
class PrivateDirectory {
 public:
  /// Its name begins with `prefix`. Throws std::system_error when there is no room for one.
  explicit PrivateDirectory(const std::string& prefix);
  ~PrivateDirectory();
  PrivateDirectory(PrivateDirectory&& other) noexcept;
  PrivateDirectory& operator=(PrivateDirectory&& other) noexcept;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace grader
