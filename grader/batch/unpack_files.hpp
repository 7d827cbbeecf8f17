/// The assignment's files, of a student who handed in an archive.
#pragma once
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "grader/batch/locate.hpp"
#include "grader/batch/unpack.hpp"

namespace grader {

/// Gone when this object is.
struct UnpackedFiles {
  Unpacked archive;
  std::filesystem::path folder;  ///< Within it: where the files are.
};

/// Unpacks an archive as `unpack` does, and looks for the files in it as `locate` does. Where there are none,
/// one sentence without the archive's name.
std::variant<UnpackedFiles, NotUnpacked, NoFiles> unpack_files(Isolation isolation,
                                                               const std::filesystem::path& archive,
                                                               const std::string& assignment_id,
                                                               const std::vector<std::string>& names);

}  // namespace grader
