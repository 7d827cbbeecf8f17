#include "grader/cli/writable_place.hpp"

#include <filesystem>

#include "grader/report/input_error.hpp"

namespace grader {

void require_writable_place(const std::string& file) {
  if (file.empty() || file == "-") return;
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  if (!std::filesystem::is_directory(folder))
    throw InputError(folder.string() + " is not a folder to write to");
  if (std::filesystem::is_directory(file)) throw InputError(file + " is a folder, not a file to write to");
}

}  // namespace grader
