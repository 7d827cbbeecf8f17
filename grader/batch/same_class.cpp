#include "grader/batch/same_class.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/class_list.hpp"
#include "grader/batch/comparable_name.hpp"
#include "grader/submission/hand_in_words.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// What is compared, and what it is called in messages.
struct OfEarlierClass {
  std::string key;
  std::string name;
};

std::vector<OfEarlierClass> graded_submissions(const GradesFolder& folder) {
  std::vector<OfEarlierClass> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder.record("x").parent_path(), none)) {
    const auto record = read_record(entry.path());
    if (record && record->status != BatchStatus::left_alone)
      names.push_back({entry.path().stem().string(), record->id});
  }
  std::ranges::sort(names, {}, &OfEarlierClass::key);
  return names;
}

std::vector<OfEarlierClass> students_of_last_roster(const GradesFolder& folder) {
  std::vector<OfEarlierClass> ids;
  const auto list = last_class_list(folder);
  if (!list || list->header.empty()) return ids;
  for (const GradedStudent& each : list->students) ids.push_back({each.student.id, each.student.id});
  return ids;
}

// Complains if more than half of the earlier names are not among the names of now.
void require_most(const std::vector<OfEarlierClass>& earlier, const std::set<std::string>& now,
                  const fs::path& grades, const std::string& things, const std::string& place) {
  std::vector<std::string> gone;
  for (const OfEarlierClass& each : earlier) {
    if (!now.contains(comparable(each.key))) gone.push_back(each.name);
  }
  if (2 * gone.size() <= earlier.size()) return;
  throw InputError(fmt::format(
      "--out {} has the grades of another class, it seems: of the {} {} that it has, {} are not in {}: {}. "
      "Nothing was changed. Choose another folder, or add --replace-class to remove the reports that are "
      "there "
      "and put the new grades in their place.",
      grades.string(), earlier.size(), things, gone.size(), place, list_of(gone)));
}

}  // namespace

void require_same_class(const GradesFolder& folder, const std::vector<Row>& rows,
                        const std::optional<Roster>& roster, const fs::path& submissions) {
  std::set<std::string> names;
  for (const Row& row : rows) names.insert(comparable(row.submission.file_name));
  require_most(graded_submissions(folder), names, folder.root(), "submissions", submissions.string());
  if (!roster) return;
  std::set<std::string> students;
  for (const RosterStudent& each : roster->students) students.insert(comparable(each.student.id));
  require_most(students_of_last_roster(folder), students, folder.root(), "students", roster->file);
}

}  // namespace grader
