#include "grader/batch/grades_folder.hpp"

#include "grader/base/input_error.hpp"

namespace grader {

namespace fs = std::filesystem;

void GradesFolder::remove_report(const std::string& file_name) const {
  std::error_code ignored;  // the file may not exist
  for (const fs::path& file : {report(file_name), html(file_name)}) fs::remove(file, ignored);
}

void GradesFolder::prepare() const {
  std::error_code error;
  if (fs::exists(root_, error) && !fs::is_directory(root_, error)) {
    throw InputError("--out " + root_.string() + " is not a folder.");
  }
  if (fs::is_directory(root_, error) && !fs::is_directory(state(), error) && !fs::is_empty(root_, error)) {
    throw InputError("--out " + root_.string() +
                     " has other files in it: choose an empty folder, or one that an earlier batch made.");
  }
  for (const fs::path& folder :
       {reports(), state() / "records", state() / "logs", state() / "twins", slurm()}) {
    fs::create_directories(folder, error);
    if (error) throw InputError("--out: " + folder.string() + " cannot be made: " + error.message() + ".");
  }
}

}  // namespace grader
