/// Decides which of several versions of a file is a student's work.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "grader/submission/collect.hpp"
#include "grader/submission/course_files.hpp"
#include "grader/submission/survey.hpp"

namespace grader {

/// A file with an expected name in one place.
struct Version {
  enum class Kind { untouched, refused, work };  ///< Among several versions only the highest kind counts.

  std::size_t place = 0;  ///< In the survey.
  CollectedFile taken;
  std::string bare;
  bool regular = false;      ///< Neither a link nor a folder.
  std::uint64_t upload = 0;  ///< See LooseFile.
  Kind kind = Kind::work;
};

/// The decision about one expected file.
struct Choice {
  std::string name;
  const Version* version = nullptr;            ///< Null when no version was found.
  std::vector<std::size_t> differing;          ///< Places where the work differs.
  std::vector<std::size_t> untouched_in = {};  ///< Places where it is the untouched starter.
};

struct Choices {
  std::vector<Choice> files;   ///< In the order of the names.
  std::size_t main_place = 0;  ///< The place whose versions win.
  /// Places with the course's own solutions, left out for a student's files.
  std::vector<std::size_t> solutions = {};
};

/// Reads the files of a survey and chooses among them by the rules that `gather` states.
class Chooser {
 public:
  Chooser(const std::vector<Place>& places, const std::vector<std::string>& names);
  Choices choose();

 private:
  void read();
  void compare_within_kits();
  void leave_out_solutions();
  void rank_places();
  Choice choice_of(const std::string& name) const;
  bool is_of_another_assignment(const std::string& name, const Version& version) const;

  const std::vector<Place>& places_;
  const std::vector<std::string>& names_;
  CourseFiles starters_;
  CourseFiles solutions_;
  std::vector<std::pair<std::string, Version>> versions_;  // by name
  std::vector<bool> left_out_;                             // by place
  std::vector<std::size_t> order_;                         // places, the best first
};

}  // namespace grader
