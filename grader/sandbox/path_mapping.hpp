/// Paths inside the box and on the host.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/sandbox/program.hpp"

namespace grader {

/// Where a path inside the box is on the host: by the mount with the longest matching target, or else (the
/// system) unchanged.
std::filesystem::path host_path(const std::filesystem::path& inside, const std::vector<Mount>& mounts);

/// `text` with every mount's target, wherever it stands as whole path components, replaced by its source:
/// "-I/box/include" becomes "-I/home/me/include". For programs that run without a box.
std::string substitute_targets(std::string_view text, const std::vector<Mount>& mounts);

}  // namespace grader
