// grader_unpack ARCHIVE FOLDER NAME...: unpacks the regular files of these names, and nothing else, below
// FOLDER. It runs in the sandbox: the archive's author may know more about libarchive than we do. Exit code
// 0, or 1 and one sentence on stderr.
//
// Whatever an entry's path is, it stays below FOLDER; an archive with a path that leads out is refused as a
// whole, since no tool makes one by accident. Links are never made as the archive wants them.
#include <archive.h>
#include <archive_entry.h>

#include <clocale>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxEntries = 100'000;
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;  // of all entries, unpacked
constexpr std::size_t kMaxFileBytes =
    std::size_t{1} << 20;  // of one file; what is larger is too large for the grader anyway
constexpr std::ptrdiff_t kMaxDepth = 16;

struct Refusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Archive = std::unique_ptr<archive, int (*)(archive*)>;

[[noreturn]] void refuse_damaged(archive* from) {
  const char* why = archive_error_string(from);
  throw Refusal(std::string("it cannot be unpacked: ") + (why ? why : "it is damaged"));
}

// Without "./"; throws for a path that leads out of the folder.
fs::path path_inside(const std::string& name) {
  const fs::path path(name);
  if (path.is_absolute()) throw Refusal("it has an entry with an absolute path, " + name.substr(0, 100));
  for (const fs::path& part : path) {
    if (part == "..") throw Refusal("it has an entry that leads out of it, " + name.substr(0, 100));
  }
  return path.lexically_normal();
}

class Unpacking {
 public:
  Unpacking(archive* from, fs::path folder, std::set<std::string> names)
      : from_(from), folder_(std::move(folder)), names_(std::move(names)) {}

  void run() {
    archive_entry* entry = nullptr;
    std::size_t entries = 0;
    for (int result = 0; (result = archive_read_next_header(from_, &entry)) != ARCHIVE_EOF;) {
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN) refuse_damaged(from_);
      if (++entries > kMaxEntries) throw Refusal("it has more than 100000 entries");
      take(entry);
    }
    if (entries == 0) throw Refusal("it is empty");
  }

 private:
  void take(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (!name) return read_data(nullptr);  // in no known encoding, and so none of the names asked for
    const fs::path path = path_inside(name);
    const bool wanted =
        names_.contains(path.filename().string()) && std::distance(path.begin(), path.end()) <= kMaxDepth;
    const bool link = archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK;
    if (!wanted || (!link && archive_entry_filetype(entry) != AE_IFREG)) return read_data(nullptr);
    const fs::path target = folder_ / path;
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (!error) fs::remove(target, error);  // of two entries of one name the last is what other tools leave
    if (error) throw Refusal("one entry is in the way of another, " + std::string(name).substr(0, 100));
    if (link)
      return fs::create_symlink("a-link-in-the-archive", target);  // so that the report says that it was one
    std::ofstream file(target, std::ios::binary);
    read_data(&file);
    if (!file.flush()) throw Refusal("there is no room to unpack it");
  }

  // Reads to the entry's end also where nothing is kept: skipping is what a bomb would hide behind.
  void read_data(std::ofstream* to) {
    std::size_t kept = 0;
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    for (int result = 0; (result = archive_read_data_block(from_, &block, &size, &offset)) != ARCHIVE_EOF;) {
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN) refuse_damaged(from_);
      bytes_ += size;
      if (bytes_ > kMaxBytes) throw Refusal("it unpacks to more than 1 GiB");
      if (!to || kept > kMaxFileBytes) continue;
      to->write(static_cast<const char*>(block), static_cast<std::streamsize>(size));
      kept += size;
    }
  }

  archive* from_;
  fs::path folder_;
  std::set<std::string> names_;
  std::size_t bytes_ = 0;
};

void unpack(const char* file, const char* folder, std::set<std::string> names) {
  const Archive from(archive_read_new(), archive_read_free);
  if (!from) throw Refusal("there is no memory to unpack it");
  archive_read_support_format_zip(from.get());
  archive_read_support_format_tar(from.get());
  archive_read_support_filter_gzip(from.get());
  if (archive_read_open_filename(from.get(), file, 1 << 16) != ARCHIVE_OK) refuse_damaged(from.get());
  Unpacking(from.get(), folder, std::move(names)).run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  std::setlocale(LC_ALL, "");  // libarchive has no name of an entry that this locale cannot spell
  try {
    unpack(argv[1], argv[2], {argv + 3, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
