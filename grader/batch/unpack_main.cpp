// grader_unpack ARCHIVE FOLDER SINGLE NAME...: unpacks the regular files with these names below FOLDER, files
// with similar names, and archives within the archive. SINGLE is the name for a single packed file that has
// no name of its own. The program runs in the sandbox, because an archive's author may know more about
// libarchive than we do. It exits with 0, or with 1 and one sentence on stderr.
//
// Every file stays below FOLDER. An archive with a path that leads out is refused as a whole. A link is never
// created with the archive's target. A file with a wrong checksum is refused, because a compiler would blame
// the student for it.
#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <climits>
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
constexpr std::size_t kMaxKept = 2'000;  // each may lie in a folder of its own, which takes time to remove
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;        // of all entries together, unpacked
constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;    // of one file, above the grader's limit
constexpr std::size_t kMaxInnerBytes = std::size_t{16} << 20;  // of an archive within the archive
constexpr std::ptrdiff_t kMaxDepth = 16;
constexpr std::array kArchives = {".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz",
                                  ".bz2", ".xz",  ".zst", ".7z",   ".rar"};

struct Refusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Archive = std::unique_ptr<archive, int (*)(archive*)>;

[[noreturn]] void refuse_damaged(archive* from) {
  const char* said = archive_error_string(from);
  std::string why = said ? said : "";
  std::erase(why, '\n');
  throw Refusal("it cannot be unpacked: it is damaged" + (why.empty() ? "" : " (" + why + ')') +
                "; pack it and upload it again");
}

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Returns the path relative to the folder, as unpackers treat absolute paths and the backslashes of old
// Windows tools. Throws Refusal if the path leads out of the folder.
fs::path path_inside(std::string name) {
  if (name.find('/') == std::string::npos) std::ranges::replace(name, '\\', '/');
  const fs::path path = fs::path(name).relative_path().lexically_normal();
  if (!path.empty() && *path.begin() == "..")
    throw Refusal("it has an entry that leads out of it, " + name.substr(0, 100));
  return path;
}

// Checks the checksum of gzip, which libarchive ignores. Throws Refusal if it is wrong.
void require_sound_gzip(const char* file) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> from(gzopen(file, "rb"), gzclose);
  if (!from || gzdirect(from.get()) != 0) return;
  std::array<char, 1 << 16> block;
  std::size_t bytes = 0;
  int count = 0;
  while ((count = gzread(from.get(), block.data(), block.size())) > 0) {
    bytes += static_cast<std::size_t>(count);
    if (bytes > kMaxBytes) throw Refusal("it unpacks to more than 1 GiB");
  }
  int error = Z_OK;
  gzerror(from.get(), &error);
  if (error == Z_BUF_ERROR)
    throw Refusal("it cannot be unpacked: its end is missing; pack it and upload it again");
  if (count < 0) throw Refusal("it cannot be unpacked: its checksum is wrong; pack it and upload it again");
}

class Unpacking {
 public:
  Unpacking(archive* from, fs::path folder, std::string single, std::set<std::string> names)
      : from_(from), folder_(std::move(folder)), single_(std::move(single)), names_(std::move(names)) {}

  void run() {
    archive_entry* entry = nullptr;
    std::size_t entries = 0;
    for (int result = 0; (result = archive_read_next_header(from_, &entry)) != ARCHIVE_EOF;) {
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN) refuse_damaged(from_);
      if (++entries > kMaxEntries) throw Refusal("it has more than 100000 entries");
      take(entry);
    }
    if (entries == 0) throw Refusal(why_nothing());
  }

 private:
  // For a damaged rar or 7z, libarchive may report an empty archive.
  std::string why_nothing() const {
    const int format = archive_format(from_) & ARCHIVE_FORMAT_BASE_MASK;
    const bool sure = format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR || format == 0;
    return sure ? "it is empty" : "it cannot be unpacked: nothing is found in it; pack it as a .zip";
  }

  void take(archive_entry* entry) {
    if (archive_entry_is_encrypted(entry) != 0) throw Refusal("it is encrypted: pack it without a password");
    const bool raw = archive_format(from_) == ARCHIVE_FORMAT_RAW;
    const char* name = raw ? single_.c_str() : archive_entry_pathname(entry);
    if (!name) return read_data(nullptr);  // its encoding is unknown, so it is no name that we want
    const fs::path path = path_inside(name);
    const std::string file_name = path.filename().string();
    const bool wanted = is_wanted(file_name) && can_be_made(path);
    const bool link = archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK;
    if (!wanted || (!link && archive_entry_filetype(entry) != AE_IFREG)) return read_data(nullptr);
    if (link && !names_.contains(file_name)) return read_data(nullptr);
    if (++kept_ > kMaxKept)
      throw Refusal("it has more than 2000 files that may be meant: pack those of the assignment only");
    const fs::path target = folder_ / path;
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (!error) fs::remove(target, error);  // as in other tools, the last of two equal names wins
    if (error) throw Refusal("one entry is in the way of another, " + std::string(name).substr(0, 100));
    if (link)
      return fs::create_symlink("a-link-in-the-archive", target);  // so that the report can mention the link
    std::ofstream file(target, std::ios::binary);
    read_data(&file, is_archive(file_name) ? kMaxInnerBytes : kMaxFileBytes);
    if (!file.flush()) throw Refusal("there is no room to unpack it");
  }

  // A file whose name no file system takes is none that an assignment expects.
  static bool can_be_made(const fs::path& path) {
    return std::distance(path.begin(), path.end()) <= kMaxDepth &&
           std::ranges::all_of(path, [](const fs::path& part) { return part.native().size() <= NAME_MAX; });
  }

  static bool is_archive(const std::string& name) {
    const std::string lower = lower_case(name);
    return std::ranges::any_of(kArchives, [&](const char* ending) { return lower.ends_with(ending); });
  }

  // Also accepts similar names, which may be meant as one of the wanted names; the grader decides later.
  bool is_wanted(const std::string& name) const {
    if (names_.contains(name)) return true;
    if (name.starts_with('.')) return false;
    const std::string lower = lower_case(name);
    return is_archive(name) || lower.find(".cpp") != std::string::npos || lower.ends_with(".cc") ||
           lower.ends_with(".cxx") || std::ranges::any_of(names_, [&](const std::string& wanted) {
             return lower.find(lower_case(fs::path(wanted).stem().string())) != std::string::npos;
           });
  }

  // Reads to the entry's end even if nothing is kept, because a bomb could hide in skipped entries.
  void read_data(std::ofstream* to, std::size_t most = kMaxFileBytes) {
    std::size_t kept = 0;
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    for (int result = 0; (result = archive_read_data_block(from_, &block, &size, &offset)) != ARCHIVE_EOF;) {
      if (result != ARCHIVE_OK) refuse_damaged(from_);  // a warning means a wrong checksum or length
      bytes_ += size;
      if (bytes_ > kMaxBytes) throw Refusal("it unpacks to more than 1 GiB");
      if (!to || kept > most) continue;
      to->write(static_cast<const char*>(block), static_cast<std::streamsize>(size));
      kept += size;
    }
  }

  archive* from_;
  fs::path folder_;
  std::string single_;
  std::set<std::string> names_;
  std::size_t bytes_ = 0;
  std::size_t kept_ = 0;
};

void unpack(const char* file, const char* folder, const char* single, std::set<std::string> names) {
  fs::create_directories(folder);  // even if no file is kept
  require_sound_gzip(file);
  const Archive from(archive_read_new(), archive_read_free);
  if (!from) throw Refusal("there is no memory to unpack it");
  archive_read_support_format_zip(from.get());
  archive_read_support_format_tar(from.get());
  archive_read_support_format_7zip(from.get());
  archive_read_support_format_rar(from.get());
  archive_read_support_format_rar5(from.get());
  archive_read_support_filter_gzip(from.get());
  archive_read_support_filter_bzip2(from.get());
  archive_read_support_filter_xz(from.get());
  archive_read_support_filter_zstd(from.get());
  if (*single != '\0') archive_read_support_format_raw(from.get());
  if (archive_read_open_filename(from.get(), file, 1 << 16) != ARCHIVE_OK) refuse_damaged(from.get());
  Unpacking(from.get(), folder, single, std::move(names)).run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  std::setlocale(LC_ALL, "");  // libarchive gives no name that this locale cannot encode
  try {
    unpack(argv[1], argv[2], argv[3], {argv + 4, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
