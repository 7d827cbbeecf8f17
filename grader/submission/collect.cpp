#include "grader/submission/collect.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/submission/regular_file.hpp"
#include "grader/submission/sha256.hpp"
#include "grader/submission/text_encoding.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) { return clean(path.string(), 300); }

UniqueFd open_folder(const fs::path& folder) {
  UniqueFd directory = open_directory(folder);
  const int error = errno;
  if (directory && faccessat(AT_FDCWD, folder.c_str(), X_OK, AT_EACCESS) == 0) return directory;
  if (directory) {
    throw InputError(fmt::format("The folder {} cannot be read: {}.", shown(folder), std::strerror(errno)));
  }
  switch (error) {
    case ENOENT:
      throw InputError(fmt::format("There is no folder {}.", shown(folder)));
    case ENOTDIR:
      throw InputError(fmt::format("{} is not a folder.", shown(folder)));
    default:
      throw InputError(fmt::format("The folder {} cannot be read: {}.", shown(folder), std::strerror(error)));
  }
}

// Returns whether the file ends in zero bytes, as a crashed editor or a network drive leaves them.
bool is_padded(const std::string& bytes) {
  const std::size_t end = bytes.find_last_not_of('\0');
  return end != std::string::npos && bytes.find('\0') == end + 1;
}

// Returns whether the file contains only a path. Git and some unpackers on Windows turn a symbolic link into
// that.
bool is_path(std::string_view bytes) {
  while (bytes.ends_with('\n') || bytes.ends_with('\r')) bytes.remove_suffix(1);
  return bytes.size() < 300 && bytes.ends_with(".cpp") &&
         bytes.find_first_of(std::string_view(" \t\r\n;{}#\"\0", 9)) == std::string_view::npos;
}

// Returns "is empty", "is in UTF-16: save it as UTF-8" and the like, or an empty string for text that a
// compiler can read.
std::string problem_of(const std::string& bytes) {
  if (bytes.empty()) return "is empty";
  if (bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF") == std::string::npos)
    return "has nothing but white space in it";
  if (is_path(bytes)) return "holds nothing but a path, as a link does where links cannot be kept";
  if (from_utf16(bytes)) return "is in UTF-16: save it as UTF-8";
  const std::size_t zero = bytes.find('\0');
  if (zero == std::string::npos) return {};
  if (is_padded(bytes)) return fmt::format("ends in {} zero bytes: save it again", bytes.size() - zero);
  return fmt::format("is not text: byte {} is zero", zero + 1);
}

CollectedFile take(int directory, const std::string& own_name, const std::string& name,
                   std::size_t max_bytes) {
  FileContents contents = read_regular_file(directory, own_name, max_bytes);
  if (contents.missing) return missing_file(name);
  CollectedFile result{.name = name, .file = {}, .problem = {}};
  if (contents.bytes) contents.problem = problem_of(*contents.bytes);
  if (!contents.problem.empty()) {
    result.problem = fmt::format("{} {}.", name, contents.problem);
  } else {
    std::string hash = sha256(*contents.bytes);
    result.file = SourceFile{name, std::move(*contents.bytes), std::move(hash)};
  }
  return result;
}

}  // namespace

const SourceFile* SourceFiles::find(std::string_view name) const {
  for (const CollectedFile& each : files) {
    if (each.name == name && each.file) return &*each.file;
  }
  return nullptr;
}

CollectedFile take_file(const fs::path& path, const std::string& name, std::size_t max_bytes) {
  const UniqueFd directory = open_directory(path.parent_path());
  if (!directory) return missing_file(name);
  return take(directory.get(), path.filename().string(), name, max_bytes);
}

CollectedFile missing_file(const std::string& name) {
  return {.name = name, .file = {}, .problem = name + " is not in the submission.", .missing = true};
}

std::string hash_of(const std::vector<CollectedFile>& files) {
  Sha256 hash;
  for (const CollectedFile& each : files) {
    if (!each.file) continue;
    hash.add_field(each.name);
    hash.add_field(each.file->bytes);
  }
  return hash.hex();
}

SourceFiles collect(const fs::path& folder, const std::vector<std::string>& expected_names,
                    std::size_t max_bytes) {
  const UniqueFd directory = open_folder(folder);
  SourceFiles result;
  for (const std::string& name : expected_names)
    result.files.push_back(take(directory.get(), name, name, max_bytes));
  if (std::ranges::all_of(result.files, &CollectedFile::missing)) {
    throw InputError(fmt::format("The folder {} has none of the expected files: {}.", shown(folder),
                                 fmt::join(expected_names, ", ")));
  }
  result.sha256 = hash_of(result.files);
  result.predictions = take(directory.get(), kPredictionsFile, kPredictionsFile, kMaxPredictionsBytes);
  return result;
}

}  // namespace grader
