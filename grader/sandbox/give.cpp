#include "grader/sandbox/give.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

namespace grader {
namespace {

namespace fs = std::filesystem;

void give(const fs::path& path, unsigned user) {
  if (lchown(path.c_str(), user, user) != 0) {
    throw std::runtime_error(fmt::format("cannot give {} to the program's user", path.string()));
  }
}

}  // namespace

void give_tree(const fs::path& root, unsigned user) {
  give(root, user);
  if (!fs::is_directory(root)) return;
  for (const auto& entry : fs::recursive_directory_iterator(root)) give(entry.path(), user);
}

}  // namespace grader
