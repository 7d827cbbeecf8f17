/// The course's own files, and the text by which a student's copy of one is recognised.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
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

/// Returns C++ source without comments, white space and byte order mark. The result is the same for a file
/// and for its copy with other line ends, another layout or a name in the first comment.
std::string bare_text(std::string_view source);

}  // namespace grader
