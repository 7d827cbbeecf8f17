#include "grader/grading/course.hpp"

#include <algorithm>
#include <vector>

#include "grader/base/input_error.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace fs = std::filesystem;

fs::path assignment_file(const std::string& name) {
  if (name.ends_with(".json")) {
    if (!fs::is_regular_file(name)) throw InputError(name + " is not a file");
    return name;
  }
  const std::vector<std::string> known = course_assignments();
  if (std::find(known.begin(), known.end(), name) != known.end()) {
    return fs::path(BACKPROP_ASSIGNMENTS) / name / "assignment.json";
  }
  throw InputError("there is no assignment " + name + "; there is " + (known.empty() ? "none" : join(known)));
}

std::vector<std::string> course_assignments() {
  std::vector<std::string> ids;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(BACKPROP_ASSIGNMENTS, error)) {
    if (fs::is_regular_file(entry.path() / "assignment.json"))
      ids.push_back(entry.path().filename().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace grader
