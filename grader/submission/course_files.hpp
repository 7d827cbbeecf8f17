/// The files that the course itself gives: to tell them from a student's work.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace grader {

/// The .cpp files of a folder with a folder for each assignment, such as starter/ and solutions/.
class CourseFiles {
 public:
  /// Reads the files of these names. A folder that does not exist has none.
  CourseFiles(const std::filesystem::path& folder, const std::vector<std::string>& names);

  /// Whether one of the course's files of that name has this bare text.
  bool has(const std::string& name, const std::string& bare) const;
  /// The assignments, "a1-gates", that have a file of that name.
  std::set<std::string> homes(const std::string& name) const;
  /// All assignments' ids.
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
