/// Giving files to a program's user, for a grader that is root.
#pragma once
#include <filesystem>

namespace grader {

/// Makes `user` (and the group of that number) the owner of `root` and all below. Links are given, not
/// followed: an earlier program may have left them there. Throws std::runtime_error.
void give_tree(const std::filesystem::path& root, unsigned user);

}  // namespace grader
