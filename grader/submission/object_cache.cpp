#include "grader/submission/object_cache.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

struct File {
  fs::file_time_type used;
  std::uintmax_t size;
  fs::path path;
};

std::vector<File> files_in(const fs::path& directory) {
  std::vector<File> files;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    const File file{at->last_write_time(gone), at->file_size(gone), at->path()};
    if (!gone) files.push_back(file);
  }
  return files;
}

void shrink(const fs::path& directory, std::uintmax_t max_bytes) {
  std::vector<File> files = files_in(directory);
  std::uintmax_t total = 0;
  for (const File& file : files) total += file.size;
  if (total <= max_bytes) return;
  std::ranges::sort(files, {}, &File::used);
  for (const File& file : files) {
    if (total <= max_bytes / 2) return;
    std::error_code ignored;
    if (fs::remove(file.path, ignored)) total -= file.size;
  }
}

/// Returns the line before the bytes of an entry. It contains their kind and hash, so that damage shows.
std::string header(const ObjectCache::Entry& entry) {
  const std::string kind = entry.compiled ? "object" : "error";
  return kind + ' ' + sha256(kind + entry.bytes) + '\n';
}

}  // namespace

ObjectCache::ObjectCache(fs::path directory, std::uintmax_t max_bytes) : directory_(std::move(directory)) {
  std::error_code ignored;
  fs::create_directories(directory_, ignored);
  shrink(directory_, max_bytes);
}

std::optional<ObjectCache::Entry> ObjectCache::find(const std::string& key) const {
  const fs::path path = directory_ / key;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream read;  // in blocks: a linked worker has a megabyte
  read << file.rdbuf();
  const std::string text = std::move(read).str();
  const auto end_of_header = text.find('\n');
  if (end_of_header == std::string::npos) return std::nullopt;
  Entry entry{.compiled = text.starts_with("object "), .bytes = text.substr(end_of_header + 1)};
  if (!text.starts_with(header(entry))) return std::nullopt;
  std::error_code ignored;
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
  return entry;
}

UniqueFd ObjectCache::claim(const std::string& key) const {
  // All keys with the same first two letters share a lock, so there are 256 lock files and not one for each
  // entry.
  const fs::path path = directory_ / ("lock-" + key.substr(0, 2));
  UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  while (file && flock(file.get(), LOCK_EX) != 0 && errno == EINTR) {
  }
  return file;
}

void ObjectCache::store(const std::string& key, const Entry& entry) const {
  // Renaming is atomic, so another grader sees a whole entry or none.
  std::string temporary = (directory_ / "new-XXXXXX").string();
  const int fd = mkstemp(temporary.data());
  if (fd < 0) return;
  close(fd);
  std::ofstream file(temporary, std::ios::binary);
  file << header(entry) << entry.bytes;
  file.close();
  std::error_code error;
  if (file) fs::rename(temporary, directory_ / key, error);
  if (!file || error) fs::remove(temporary, error);
}

}  // namespace grader
