#include "grader/base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "grader/base/input_error.hpp"

namespace grader {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& reason) {
  throw WriteError(fmt::format("Cannot write {}: {}.", path.string(), reason));
}

[[noreturn]] void fail_with_errno(const std::filesystem::path& path, int error) {
  fail(path, std::generic_category().message(error));
}

void expect_replaceable(const std::filesystem::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return;  // absent, or the write below reports why
  if (S_ISDIR(status.st_mode)) fail(path, "it is a folder");
  if (!S_ISREG(status.st_mode)) fail(path, "it exists and is not a regular file");
}

/// A temporary file beside the final one. The destructor removes it unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& path) : path_(path) {
    constexpr int kAttempts = 100;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const std::string name = fmt::format(".{}.{}-{}.tmp", path.filename().string(), getpid(), attempt);
      temporary_ = path.parent_path() / name;
      fd_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (fd_ >= 0) return;
      if (errno != EEXIST) break;
    }
    fail_with_errno(path, errno);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (fd_ >= 0) close(fd_);
    if (!renamed_) unlink(temporary_.c_str());
  }

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(fd_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail_with_errno(path_, errno);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void rename() {
    if (fsync(fd_) != 0) fail_with_errno(path_, errno);
    const int fd = fd_;
    fd_ = -1;
    if (close(fd) != 0) fail_with_errno(path_, errno);
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail_with_errno(path_, errno);
    renamed_ = true;
  }

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  int fd_ = -1;
  bool renamed_ = false;
};

/// Makes the rename itself durable. The file is already in place, so a file system that cannot do this causes
/// no failure.
void sync_folder_of(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace

void write_atomically(const std::filesystem::path& path, std::string_view text) {
  if (!path.has_filename()) fail(path, "it does not name a file");
  expect_replaceable(path);
  TemporaryFile file(path);
  file.write(text);
  file.rename();
  sync_folder_of(path);
}

std::string read_file(const std::filesystem::path& path) {
  const auto refuse = [&](int error) {
    throw InputError(path.string() + " cannot be read: " + std::generic_category().message(error));
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) refuse(EISDIR);
  std::ifstream stream(path, std::ios::binary);
  if (!stream) refuse(errno);
  std::ostringstream text;
  if (stream.peek() != std::ifstream::traits_type::eof()) text << stream.rdbuf();
  if (stream.bad() || !text) refuse(EIO);
  return std::move(text).str();
}

}  // namespace grader
