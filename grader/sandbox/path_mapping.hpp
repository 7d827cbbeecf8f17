/// Translates paths inside the box to paths on the host.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/sandbox/program.hpp"

namespace grader {

/// Returns the host's path for a path inside the box. Uses the mount with the longest matching target. A path
/// under no mount belongs to the system and stays as it is.
std::filesystem::path host_path(const std::filesystem::path& inside, const std::vector<Mount>& mounts);

/// Returns `text` with every mount's target replaced by its source, where the target appears as whole path
/// components: "-I/box/include" becomes "-I/home/me/include". For programs that run without a box.
std::string substitute_targets(std::string_view text, const std::vector<Mount>& mounts);

}  // namespace grader
