/// Files as text.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace grader {

/// Throws InputError with the path and the system's reason when `path` cannot be read or is a folder.
std::string read_file(const std::filesystem::path& path);

/// An output file could not be written. The message is one sentence with the path and the system's reason.
struct WriteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes a file so that its path holds the old text or the whole new one, at every moment and after a power
/// cut: a temporary file in the same folder, fsync, rename. On failure the old file is untouched and no
/// temporary file is left. Throws `WriteError`, also when the path is something other than a regular file (a
/// folder, a device, a symbolic link): a rename would replace it.
void write_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace grader
