#include "grader/submission/regular_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace grader {

namespace {

FileContents problem(std::string words) {
  return {.bytes = {}, .missing = false, .problem = std::move(words)};
}

std::string size_text(std::size_t bytes) {
  return bytes % 1024 == 0 ? fmt::format("{} KiB", bytes / 1024) : fmt::format("{} bytes", bytes);
}

// What says nothing about a file, and may be over in a minute.
bool is_fault_of_machine(int error) {
  return error == EMFILE || error == ENFILE || error == ENOMEM || error == EIO || error == ENOBUFS;
}

void require_sound_machine(int error, const std::string& name) {
  if (is_fault_of_machine(error))
    throw std::system_error(error, std::generic_category(), "cannot read " + name);
}

FileContents cannot_open(int error, const std::string& name) {
  require_sound_machine(error, name);
  switch (error) {
    case ENOENT:
      return {.bytes = {}, .missing = true, .problem = "is missing"};
    case ELOOP:
      return problem("is a symbolic link");
    case ENXIO:  // a socket
      return problem("is not a regular file");
    case EACCES:
    case EPERM:
      return problem("cannot be read: permission denied");
    default:
      return problem(fmt::format("cannot be read: {}", std::strerror(error)));
  }
}

}  // namespace

FileContents read_regular_file(int directory, const std::string& name, std::size_t cap) {
  const UniqueFd file(
      openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file) return cannot_open(errno, name);
  struct stat status = {};
  if (fstat(file.get(), &status) != 0) return cannot_open(errno, name);
  if (S_ISDIR(status.st_mode)) return problem("is a directory");
  if (!S_ISREG(status.st_mode)) return problem("is not a regular file");

  std::string bytes;
  char buffer[65536];
  while (true) {
    const ssize_t count = read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_open(errno, name);
    if (count == 0) break;
    bytes.append(buffer, static_cast<std::size_t>(count));
    if (bytes.size() > cap) return problem(fmt::format("is larger than {}", size_text(cap)));
  }
  return {.bytes = std::move(bytes), .missing = false, .problem = {}};
}

UniqueFd open_directory(const std::filesystem::path& path) {
  UniqueFd directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) require_sound_machine(errno, path.string());
  return directory;
}

}  // namespace grader
