#include "grader/batch/grades_folder.hpp"

#include <algorithm>

#include "grader/base/input_error.hpp"

namespace grader {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code error;
  const bool there = fs::exists(path, error);
  if (error) throw InputError(path.string() + " cannot be reached: " + error.message() + ".");
  return there;
}

void GradesFolder::remove_verdict(const std::string& file_name) const {
  std::error_code ignored;  // the file may not exist
  fs::remove(verdict(file_name), ignored);
}

void GradesFolder::prepare() const {
  std::error_code error;
  if (fs::exists(root_, error) && !fs::is_directory(root_, error)) {
    throw InputError("--out " + root_.string() + " is not a folder.");
  }
  const auto is_foreign = [&](const fs::directory_entry& entry) { return entry.path() != overrides(); };
  if (fs::is_directory(root_, error) && !fs::is_directory(state(), error) &&
      std::ranges::any_of(fs::directory_iterator(root_, error), is_foreign)) {
    throw InputError("--out " + root_.string() +
                     " has other files in it: choose an empty folder, or one that an earlier batch made.");
  }
  for (const fs::path& folder :
       {reports(), state() / "records", state() / "verdicts", state() / "logs", state() / "twins", slurm()}) {
    fs::create_directories(folder, error);
    if (error) throw InputError("--out: " + folder.string() + " cannot be made: " + error.message() + ".");
  }
}

}  // namespace grader
