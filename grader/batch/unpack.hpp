/// Unpacks archives that students made.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/submission/box_directory.hpp"
#include "grader/submission/gather.hpp"

namespace grader {

inline constexpr std::size_t kMaxArchiveBytes = std::size_t{128} << 20;

/// The unpacked files. They are deleted with this object.
struct Unpacked {
  BoxDirectory box;
  std::filesystem::path folder() const { return box.work() / "files"; }
};

struct NotUnpacked {
  std::string why;    ///< A clause without the archive's name: "it is empty".
  bool ours = false;  ///< True if the sandbox failed, not the archive.
};

/// Unpacks the files with these names, files with similar names, and archives within the archive. The program
/// grader_unpack does it in the sandbox. No path leads out, no link is followed, sizes and counts are capped,
/// and a file with a wrong checksum is refused. Accepts zip, tar, 7z, rar and single files packed by gzip,
/// bzip2, xz or zstd, whatever the archive's name. The unpacked files are as untrusted as any that a student
/// hands in.
std::variant<Unpacked, NotUnpacked> unpack(Isolation isolation, const std::filesystem::path& archive,
                                           const std::vector<std::string>& names);

/// Returns the function with which `gather` opens archives: `unpack` with this isolation.
OpenArchive archive_opener(Isolation isolation);

}  // namespace grader
