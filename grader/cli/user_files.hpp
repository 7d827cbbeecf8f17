/// Files that the command line names.
#pragma once

#include <string>

namespace grader {

/// The whole text of a file, or of standard input for "-". Throws InputError with the path and the system's
/// reason, also for a folder and for more than 64 MiB.
std::string read_text(const std::string& path);

/// Before the work that ends in `file` is begun, since a result that cannot be written would be lost: throws
/// InputError when its folder does not exist or it is a folder itself. "" and "-" are no files and always in
/// order.
void require_writable_place(const std::string& file);

}  // namespace grader
