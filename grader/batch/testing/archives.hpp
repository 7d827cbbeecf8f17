/// Archives as students make them, and as no honest tool does.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grader::testing {

struct ArchiveEntry {
  std::string path;
  std::string bytes;
  std::size_t repeat = 1;  ///< So many times these bytes: for what is too large to hold.
  std::string symlink{};   ///< If not empty, a symbolic link to this.
  std::string hardlink{};  ///< If not empty, a hard link to this.
};

/// Writes a .zip or .tar.gz, by the file's name, with these entries exactly as they are.
void write_archive(const std::filesystem::path& file, const std::vector<ArchiveEntry>& entries);

/// The same with all regular files below a folder, under `prefix`.
void write_archive_of(const std::filesystem::path& file, const std::filesystem::path& folder,
                      const std::string& prefix);

}  // namespace grader::testing
