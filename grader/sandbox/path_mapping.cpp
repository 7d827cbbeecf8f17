#include "grader/sandbox/path_mapping.hpp"

#include <cctype>

namespace grader {
namespace {

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == '+';
}

/// Returns the mount with the longest target that is a prefix of `text` in whole path components, or null.
const Mount* mount_at(std::string_view text, const std::vector<Mount>& mounts) {
  const Mount* best = nullptr;
  for (const Mount& mount : mounts) {
    const std::string& target = mount.target.native();
    if (!text.starts_with(target)) continue;
    if (text.size() > target.size() && is_name_character(text[target.size()])) continue;
    if (best == nullptr || target.size() > best->target.native().size()) best = &mount;
  }
  return best;
}

}  // namespace

std::filesystem::path host_path(const std::filesystem::path& inside, const std::vector<Mount>& mounts) {
  const std::string normal = inside.lexically_normal().native();
  const Mount* mount = mount_at(normal, mounts);
  if (mount == nullptr) return normal;
  return mount->source.native() + normal.substr(mount->target.native().size());
}

std::string substitute_targets(std::string_view text, const std::vector<Mount>& mounts) {
  std::string result;
  bool inside_path = false;  // "/usr/box" does not contain "/box".
  while (!text.empty()) {
    const Mount* mount = text.front() == '/' && !inside_path ? mount_at(text, mounts) : nullptr;
    if (mount != nullptr) {
      result += mount->source.native();
      text.remove_prefix(mount->target.native().size());
      inside_path = true;
    } else {
      // In "-I/box" the I belongs to the option and not to a path. Only what follows a slash is inside a
      // path.
      inside_path = text.front() == '/' || (inside_path && is_name_character(text.front()));
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

}  // namespace grader
