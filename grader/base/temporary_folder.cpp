#include "grader/base/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

namespace grader {

namespace fs = std::filesystem;

namespace {

/// Makes all subdirectories accessible to their owner, since a program may have closed them. They can then be
/// emptied.
void open_up(const fs::path& directory) noexcept {
  std::error_code error;
  fs::permissions(directory, fs::perms::owner_all, fs::perm_options::add, error);
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (fs::is_directory(at->symlink_status(ignored))) open_up(at->path());
  }
}

}  // namespace

TemporaryFolder::TemporaryFolder(const std::string& prefix, Access access) {
  std::string name = (fs::temp_directory_path() / (prefix + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make the directory " + name);
  }
  path_ = name;
  if (access == Access::everybody) fs::permissions(path_, fs::perms(0755));
}

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  std::error_code error;
  fs::remove_all(path_, error);
  if (!error) return;
  open_up(path_);
  fs::remove_all(path_, error);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

fs::path TemporaryFolder::write(const std::string& name, std::string_view bytes) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << bytes;
  return path_ / name;
}

}  // namespace grader
