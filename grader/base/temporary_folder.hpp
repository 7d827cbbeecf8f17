/// A folder for one purpose, gone when that is over.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace grader {

/// A fresh folder among the system's temporary ones. Gone when this object is, with all that a program left
/// in it.
class TemporaryFolder {
 public:
  enum class Access {
    owner,
    everybody
  };  // who may look inside: boxes of a grader that is root belong to somebody else

  /// Its name begins with `prefix`. Throws std::system_error when there is no room for one.
  explicit TemporaryFolder(const std::string& prefix = "backprop-", Access access = Access::owner);
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;

  const std::filesystem::path& path() const { return path_; }

  /// Writes the file `name` in it, with the folders that it needs, and returns its path.
  std::filesystem::path write(const std::string& name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

}  // namespace grader
