/// The course's own files. They are compared with a student's files to recognise unchanged ones.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace grader {

/// The .cpp files of a folder that has one subfolder per assignment, such as starter/ and solutions/.
class CourseFiles {
 public:
  /// Reads the files called `names`. A folder that does not exist counts as empty.
  CourseFiles(const std::filesystem::path& folder, const std::vector<std::string>& names);

  /// Returns whether a course file called `name` has this bare text.
  bool has(const std::string& name, const std::string& bare) const;
  /// Returns the ids of the assignments, "a1-gates", that have a file called `name`.
  std::set<std::string> homes(const std::string& name) const;
  /// The ids of all assignments.
  const std::set<std::string>& assignments() const { return assignments_; }

 private:
  struct File {
    std::string assignment;
    std::string bare;
  };
  std::set<std::string> assignments_;
  std::multimap<std::string, File> files_;
};

}  // namespace grader
