#include "grader/kit/files.hpp"

#include <algorithm>

namespace grader {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(folder));
  }
  std::ranges::sort(files);
  return files;
}

fs::path plain_path(const fs::path& folder) {
  return fs::absolute(folder / ".").lexically_normal().parent_path();
}

}  // namespace grader
