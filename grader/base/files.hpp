/// Reads and writes text files.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace grader {

/// Returns the contents of a file. Throws InputError with the path and the system's reason when `path` cannot
/// be read or is a folder.
std::string read_file(const std::filesystem::path& path);

/// Reports that an output file could not be written. The message is one sentence with the path and the
/// system's reason.
struct WriteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes a file atomically: at every moment, even after a power cut, the path holds either the old text or
/// all of the new one. It writes a temporary file in the same folder, calls fsync and renames it. On failure
/// it leaves the old file untouched and no temporary file behind. Throws `WriteError`, also when the path is
/// not a regular file (a folder, a device, a symbolic link), since the rename would replace it.
void write_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace grader
