#include "grader/grading/course.hpp"

#include <algorithm>
#include <vector>

#include "grader/report/input_error.hpp"

namespace grader {

namespace fs = std::filesystem;

fs::path assignment_file(const std::string& name) {
  if (name.ends_with(".json")) {
    if (!fs::is_regular_file(name)) throw InputError(name + " is not a file");
    return name;
  }
  const fs::path root = BACKPROP_ASSIGNMENTS;
  std::vector<std::string> known;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(root, error)) {
    const fs::path file = entry.path() / "assignment.json";
    if (!fs::is_regular_file(file)) continue;
    if (entry.path().filename() == name) return file;
    known.push_back(entry.path().filename().string());
  }
  std::sort(known.begin(), known.end());
  std::string list;
  for (const std::string& id : known) list += (list.empty() ? "" : ", ") + id;
  throw InputError("there is no assignment " + name + "; there is " + (list.empty() ? "none" : list));
}

}  // namespace grader
