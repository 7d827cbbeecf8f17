/// Packs a folder as a .tar.gz.
#pragma once

#include <filesystem>

namespace grader {

/// Packs all regular files below `folder`, under the folder's own name, in a fixed order and without times,
/// so that the same files give the same archive. Throws WriteError.
void pack(const std::filesystem::path& folder, const std::filesystem::path& archive);

}  // namespace grader
