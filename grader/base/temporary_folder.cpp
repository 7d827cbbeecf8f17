#include "grader/base/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

#include "grader/base/janitor.hpp"

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

void remove_folder(const fs::path& folder) noexcept {
  std::error_code error;
  fs::remove_all(folder, error);
  if (!error) return;
  open_up(folder);
  fs::remove_all(folder, error);
}

TemporaryFolder::TemporaryFolder(const std::string& prefix, Access access) {
  std::string name = (fs::temp_directory_path() / (prefix + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make the directory " + name);
  }
  path_ = name;
  Janitor::made(path_);
  if (access == Access::everybody) fs::permissions(path_, fs::perms(0755));
}

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  remove_folder(path_);
  Janitor::removed(path_);
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
