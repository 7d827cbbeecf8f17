#include "grader/grading/course.hpp"

#include <algorithm>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/places.hpp"
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
    return places().course / "assignments" / name / "assignment.json";
  }
  throw InputError("there is no assignment " + name + "; there is " + (known.empty() ? "none" : join(known)));
}

fs::path course_sources() {
  const fs::path& course = places().course;
  if (!fs::is_directory(course / "solutions") || !fs::is_directory(course / "grader")) {
    throw InputError("the course's solutions and sources are not in " + course.string() +
                     ": install the package backprop-course, or use the grader of a clone of the course");
  }
  return course;
}

std::string text_of_layer(const std::string& op, const char* folder) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(places().course / folder, none)) {
    const fs::path file = entry.path() / (op + ".cpp");
    if (fs::is_regular_file(file, none)) return read_file(file);
  }
  return {};
}

std::vector<std::string> course_assignments() {
  std::vector<std::string> ids;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(places().course / "assignments", error)) {
    if (fs::is_regular_file(entry.path() / "assignment.json"))
      ids.push_back(entry.path().filename().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace grader
