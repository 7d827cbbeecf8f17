/// A temporary folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace grader {

/// A new folder in the system's temporary directory. The destructor removes it with everything in it.
class TemporaryFolder {
 public:
  enum class Access { owner, everybody };  // who may look inside; root's grader runs boxes as another user

  /// Makes the folder; its name begins with `prefix`. Throws std::system_error when that fails.
  explicit TemporaryFolder(const std::string& prefix = "backprop-", Access access = Access::owner);
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;

  const std::filesystem::path& path() const { return path_; }

  /// Writes the file `name` inside the folder and returns its path. Makes the subfolders that it needs.
  std::filesystem::path write(const std::string& name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

/// Removes a folder with everything in it, also where a program has taken rights away from its owner. What
/// cannot be removed stays.
void remove_folder(const std::filesystem::path& folder) noexcept;

}  // namespace grader
