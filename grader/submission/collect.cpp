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

CollectedFile take(int directory, const std::string& name, std::size_t max_bytes) {
  FileContents contents = read_regular_file(directory, name, max_bytes);
  CollectedFile result{.name = name, .file = {}, .problem = {}, .missing = contents.missing};
  if (!contents.bytes) {
    result.problem = fmt::format("{} {}.", name, contents.problem);
  } else if (const auto at = contents.bytes->find('\0'); at != std::string::npos) {
    result.problem = fmt::format("{} is not text: byte {} is zero.", name, at + 1);
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

SourceFiles collect(const fs::path& folder, const std::vector<std::string>& expected_names,
                    std::size_t max_bytes) {
  const UniqueFd directory = open_folder(folder);
  SourceFiles result;
  for (const std::string& name : expected_names)
    result.files.push_back(take(directory.get(), name, max_bytes));
  if (std::ranges::all_of(result.files, &CollectedFile::missing)) {
    throw InputError(fmt::format("The folder {} has none of the expected files: {}.", shown(folder),
                                 fmt::join(expected_names, ", ")));
  }

  Sha256 hash;
  for (const CollectedFile& each : result.files) {
    if (!each.file) continue;
    hash.add_field(each.name);
    hash.add_field(each.file->bytes);
  }
  result.sha256 = hash.hex();
  return result;
}

fs::path resolve(const fs::path& folder, const std::string& assignment_id) {
  std::error_code ignored;
  const fs::path inner = folder / assignment_id;
  return fs::is_directory(fs::symlink_status(inner, ignored)) ? inner : folder;
}

}  // namespace grader
