/// The vocabulary's headers with a precompiled header that the compiler of this machine takes. A compiler
/// takes only what it has made itself, so an installation that comes from another machine makes one anew.
#pragma once
#include <filesystem>
#include <optional>

#include "grader/submission/toolkit.hpp"

namespace grader {

/// Returns the folder to mount as /box/include: the toolkit's own if its precompiled header was made by this
/// machine's compiler, or else one that make_precompiled() has made beside the toolkit or in `cache`, or
/// nullopt.
std::optional<std::filesystem::path> find_precompiled(const Toolkit& toolkit,
                                                      const std::filesystem::path& cache);

/// Makes such a folder below `place`, within some ten seconds, and returns it. Several graders may do so at
/// once. Returns nullopt if `place` cannot be written to or the compiler fails.
std::optional<std::filesystem::path> make_precompiled(const Toolkit& toolkit,
                                                      const std::filesystem::path& place);

/// Where make_precompiled() serves everybody who uses this installation.
std::filesystem::path place_beside(const Toolkit& toolkit);

}  // namespace grader
