#include "grader/sandbox/private_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace grader {
namespace {

namespace fs = std::filesystem;

/// Opens up directories that a program has closed, so that they can be emptied.
void open_up(const fs::path& directory) noexcept {
  std::error_code error;
  fs::permissions(directory, fs::perms::owner_all, fs::perm_options::add, error);
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (fs::is_directory(at->symlink_status(ignored))) open_up(at->path());
  }
}

}  // namespace

PrivateDirectory::PrivateDirectory(const std::string& prefix) {
  std::string name = (fs::temp_directory_path() / (prefix + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make the directory " + name);
  }
  path_ = name;
}

PrivateDirectory::~PrivateDirectory() {
  if (path_.empty()) return;
  std::error_code error;
  fs::remove_all(path_, error);
  if (!error) return;
  open_up(path_);
  fs::remove_all(path_, error);
}

PrivateDirectory::PrivateDirectory(PrivateDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

PrivateDirectory& PrivateDirectory::operator=(PrivateDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

}  // namespace grader
