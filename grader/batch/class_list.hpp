/// The class with its grades, as a batch leaves it for `grader grades`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/batch/grades_folder.hpp"
#include "grader/batch/roster.hpp"
#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

struct GradedStudent {
  Student student;
  std::vector<std::string> fields;  ///< The student's row in the roster; empty without one.
  std::string submission;           ///< Empty for a student without one.
  std::string file_name;            ///< The report's; empty if there is none, and none is to come.
  std::string feedback_folder;      ///< See Submission.
  BatchStatus status = BatchStatus::not_submitted;
  std::optional<double> score;  ///< Empty if nothing was graded and nobody gave points by hand.
  std::string comment;          ///< The points of each problem, and those given by hand.
  /// While it is not graded yet: the fingerprint of the verdict to come, and the points given by hand.
  std::string awaited = {};
  std::vector<std::pair<std::string, Override>> overrides = {};
};

struct ClassList {
  std::string assignment;
  std::string title;
  double max_score = 0;
  RosterKind roster = RosterKind::plain;
  std::vector<std::string> header;           ///< The roster's; empty without one.
  std::vector<std::string> points_possible;  ///< See Roster.
  std::vector<GradedStudent> students;       ///< With a roster, exactly its students, in its order.
  std::vector<std::string> nobodys;          ///< Submissions that belong to no student of the roster.
  std::string overrides;                     ///< The hash of the overrides that are in these grades.
  std::int64_t generation = 0;               ///< The run that listed them; see RunState.
};

/// Returns the hash of the folder's overrides.csv, or "" if there is none.
std::string hash_of_overrides(const GradesFolder& folder);

/// Returns the grade of one student of `row`.
GradedStudent graded_student(const ClassList& list, const Row& row, const Student& student);

/// Lists the students of `roster`, or without one everybody who handed in. `overrides` is the hash of the
/// overrides that the rows have.
ClassList class_list(const Assignment& assignment, const std::vector<Row>& rows,
                     const std::optional<Roster>& roster, const std::string& overrides,
                     std::int64_t generation);

void write_class_list(const std::filesystem::path& file, const ClassList& list);

/// Returns the list that a batch wrote last, whatever overrides.csv is now, or nullopt if there is none that
/// can be read.
std::optional<ClassList> last_class_list(const GradesFolder& folder);

/// Reads the list that a batch wrote last: when it began, with those who are not graded yet, or when all were
/// graded. Throws InputError if the folder has none, or if overrides.csv has been changed since.
ClassList read_class_list(const GradesFolder& folder);

}  // namespace grader
