#include "grader/sandbox/ownership.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

namespace grader {
namespace {

namespace fs = std::filesystem;

void chown_one(const fs::path& path, unsigned user) {
  if (lchown(path.c_str(), user, user) != 0) {
    throw std::runtime_error(fmt::format("cannot give {} to the program's user", path.string()));
  }
}

}  // namespace

void chown_tree(const fs::path& root, unsigned user) {
  chown_one(root, user);
  if (!fs::is_directory(root)) return;
  for (const auto& entry : fs::recursive_directory_iterator(root)) chown_one(entry.path(), user);
}

}  // namespace grader
