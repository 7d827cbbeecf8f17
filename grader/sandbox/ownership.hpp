/// Changes the owner of files that a program may write, for a grader that is root.
#pragma once
#include <filesystem>

namespace grader {

/// Makes `user`, and the group with the same number, the owner of `root` and everything below it. Follows no
/// links, since an earlier program may have left them there. Throws std::runtime_error when it cannot.
void chown_tree(const std::filesystem::path& root, unsigned user);

}  // namespace grader
