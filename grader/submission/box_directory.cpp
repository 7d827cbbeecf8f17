#include "grader/submission/box_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace grader {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

BoxDirectory::BoxDirectory() : directory_("backprop-box-") {
  if (mkdir(work().c_str(), 0755) != 0 || chmod(work().c_str(), 0755) != 0) {
    fail("cannot make the directory " + work().string());
  }
}

void BoxDirectory::write(const std::string& name, std::string_view bytes) const {
  const fs::path path = work() / name;
  const UniqueFd file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) fail("cannot make " + path.string());
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot write " + path.string());
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fchmod(file.get(), 0644) != 0) fail("cannot open up " + path.string());
}

FileContents BoxDirectory::read(const std::string& name, std::size_t cap) const {
  const UniqueFd directory = open_directory(work());
  if (!directory) return {.bytes = {}, .missing = true, .problem = "cannot be read"};
  return read_regular_file(directory.get(), name, cap);
}

bool BoxDirectory::move_file(const std::string& name, const BoxDirectory& to) const {
  std::error_code error;
  const fs::path from = work() / name;
  if (!fs::is_regular_file(fs::symlink_status(from, error))) return false;
  fs::rename(from, to.work() / name);
  return true;
}

}  // namespace grader
