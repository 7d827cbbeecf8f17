/// Reading a file that somebody else put there.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// The bytes of a file, or why there are none.
struct FileContents {
  std::optional<std::string> bytes;
  bool missing = false;
  std::string problem;  ///< When there are no bytes: what the file is, "is a directory", "is missing".
};

/// Reads `name` in the open directory. Follows no symbolic link, never waits for a pipe or device, and reads
/// no more than `cap` bytes. Does not throw for anything that a file can be.
FileContents read_regular_file(int directory, const std::string& name, std::size_t cap);

/// Opens a directory for read_regular_file(); without an owner when it cannot be opened, and errno says why.
UniqueFd open_directory(const std::filesystem::path& path);

}  // namespace grader
