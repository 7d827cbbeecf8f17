/// Archives that students made.
#pragma once
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/submission/box_directory.hpp"

namespace grader {

inline constexpr std::size_t kMaxArchiveBytes = std::size_t{128} << 20;

/// What came out of an archive. Gone when this object is.
struct Unpacked {
  BoxDirectory box;
  std::filesystem::path folder() const { return box.work() / "files"; }
};

struct NotUnpacked {
  std::string why;    ///< One sentence, without the archive's name: "it is empty".
  bool ours = false;  ///< The sandbox failed, and not the archive.
};

/// Unpacks the files of these names, in the sandbox, by the program grader_unpack: no path leads out, no link
/// is followed or made, sizes and counts are capped. What is there afterwards is as little to be trusted as
/// what a student hands in unpacked.
std::variant<Unpacked, NotUnpacked> unpack(Isolation isolation, const std::filesystem::path& archive,
                                           const std::vector<std::string>& names);

}  // namespace grader
