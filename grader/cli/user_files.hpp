/// Files that the command line names.
#pragma once

#include <filesystem>
#include <string>

namespace grader {

/// Returns the whole text of a file, or of standard input for "-". Throws InputError with the path and the
/// system's reason if it cannot be read, is a folder, or has more than 64 MiB.
std::string read_text(const std::string& path);

/// Throws InputError if `file` is a folder or if its folder does not exist. Call it before the work starts,
/// because a result that cannot be written is lost. Accepts "" and "-", which are not files.
void require_writable_place(const std::string& file);

/// Returns the folder of compiled files: $BACKPROP_CACHE, or one in the build.
std::filesystem::path object_cache();

}  // namespace grader
