/// Makes archives as students do, and as no honest tool does.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace grader::testing {

struct ArchiveEntry {
  std::string path;
  std::string bytes;
  std::size_t repeat = 1;  ///< How often the bytes are repeated, for entries that are too large for memory.
  std::string symlink{};   ///< If not empty, a symbolic link to this.
  std::string hardlink{};  ///< If not empty, a hard link to this.
};

/// Writes a .zip or .tar.gz, chosen by the file's name, with exactly these entries. `options` are
/// libarchive's, "zip:zip64"; without any, what is written is compressed quickly rather than well, for the
/// bombs. The password is "secret" where they ask for encryption.
void write_archive(const std::filesystem::path& file, const std::vector<ArchiveEntry>& entries,
                   const std::string& options = "compression-level=1");

/// Writes an archive of all regular files below `folder`, under `prefix`.
void write_archive_of(const std::filesystem::path& file, const std::filesystem::path& folder,
                      const std::string& prefix);

}  // namespace grader::testing
