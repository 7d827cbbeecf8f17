/// Reads files whose author is not trusted.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// The bytes of a file, or the reason why it could not be read.
struct FileContents {
  std::optional<std::string> bytes;
  bool missing = false;
  std::string problem;  ///< When there are no bytes: what the file is, "is a directory", "is missing".
};

/// Reads the file `name` in an open directory. Follows no symbolic link, never waits for a pipe or device,
/// and reads at most `cap` bytes. Never throws because of what the file is; `problem` says it. Throws
/// std::system_error when the machine cannot read it now: no memory, too many open files, a broken disk.
FileContents read_regular_file(int directory, const std::string& name, std::size_t cap);

/// Opens a directory for read_regular_file(). Returns an empty UniqueFd and sets errno when it cannot be
/// opened. Throws as above for the machine's faults.
UniqueFd open_directory(const std::filesystem::path& path);

}  // namespace grader
