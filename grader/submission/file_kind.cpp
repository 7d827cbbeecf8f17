#include "grader/submission/file_kind.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "grader/sandbox/unique_fd.hpp"
#include "grader/submission/names.hpp"

namespace grader {

namespace {

using namespace std::string_view_literals;

constexpr std::pair<std::string_view, FileKind> kMagic[] = {
    {"PK\x03\x04"sv, FileKind::archive},
    {"PK\x05\x06"sv, FileKind::archive},  // a zip without entries
    {"PK\x07\x08"sv, FileKind::archive},
    {"7z\xBC\xAF\x27\x1C"sv, FileKind::archive},
    {"Rar!\x1A\x07"sv, FileKind::archive},
    {"\x1F\x8B"sv, FileKind::single_file_packed},
    {"BZh"sv, FileKind::single_file_packed},
    {"\xFD\x37zXZ\x00"sv, FileKind::single_file_packed},
    {"\x28\xB5\x2F\xFD"sv, FileKind::single_file_packed},
    {"%PDF-"sv, FileKind::pdf},
    {"\x7F\x45LF"sv, FileKind::program},
    {"MZ"sv, FileKind::program},
};

constexpr std::array kEndings = {".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".zip", ".tgz",
                                 ".tbz2",   ".tbz",     ".txz",    ".tzst",    ".tar", ".rar",
                                 ".7z",     ".gz",      ".bz2",    ".xz",      ".zst"};

}  // namespace

FileKind kind_of(std::string_view bytes) {
  if (bytes.empty()) return FileKind::empty;
  for (const auto& [magic, kind] : kMagic) {
    if (bytes.starts_with(magic)) return kind;
  }
  if (bytes.size() >= 262 && bytes.substr(257, 5) == "ustar") return FileKind::archive;
  std::string start = lower_case(std::string(bytes.substr(0, 200)));
  start.erase(0, start.find_first_not_of("\xEF\xBB\xBF \t\r\n"));
  if (start.starts_with("<!doctype html") || start.starts_with("<html")) return FileKind::web_page;
  return FileKind::other;
}

FileKind kind_of_file(const std::filesystem::path& file) {
  const UniqueFd fd(open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat status = {};
  if (!fd || fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return FileKind::other;
  char bytes[kKindBytes];
  const ssize_t count = read(fd.get(), bytes, sizeof bytes);
  return count < 0 ? FileKind::other : kind_of({bytes, static_cast<std::size_t>(count)});
}

bool is_packed(FileKind kind) { return kind == FileKind::archive || kind == FileKind::single_file_packed; }

std::string words_for(FileKind kind) {
  switch (kind) {
    case FileKind::archive:
    case FileKind::single_file_packed:
      return "it is an archive";
    case FileKind::web_page:
      return "it is a web page (HTML), and no archive";
    case FileKind::pdf:
      return "it is a PDF, and no archive";
    case FileKind::program:
      return "it is a compiled program, and no archive";
    case FileKind::empty:
      return "it is empty";
    case FileKind::other:
      break;
  }
  return "it is no archive";
}

std::string archive_stem(const std::string& name) {
  const std::string lower = lower_case(name);
  for (const std::string_view ending : kEndings) {
    if (lower.ends_with(ending) && lower.size() > ending.size())
      return name.substr(0, name.size() - ending.size());
  }
  return {};
}

}  // namespace grader
