#include "grader/batch/same_class.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/batch/class_list.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

class SameClass : public ::testing::Test {
 protected:
  SameClass() { folder_.prepare(); }

  void grade(const std::string& name, BatchStatus status = BatchStatus::graded) {
    Record record;
    record.id = name;
    record.status = status;
    write_record(folder_.record(name), record);
  }

  static Roster roster_of(const std::vector<std::string>& ids) {
    Roster roster{.kind = RosterKind::plain,
                  .file = "new.csv",
                  .header = {"id"},
                  .points_possible = {},
                  .students = {}};
    for (const std::string& id : ids)
      roster.students.push_back({Student{.id = id, .name = {}, .email = {}}, {id}});
    return roster;
  }

  std::string complaint(const std::vector<std::string>& names, const std::optional<Roster>& roster = {}) {
    std::vector<Row> rows(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) rows[i].submission.file_name = names[i];
    try {
      require_same_class(folder_, rows, roster, "class");
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder temporary_;
  GradesFolder folder_{temporary_.path() / "grades"};
};

TEST_F(SameClass, AnEmptyFolderTakesAnyClass) { EXPECT_EQ(complaint({"ada"}), ""); }

TEST_F(SameClass, SomeMayWithdrawAndOthersCome) {
  for (const char* name : {"ada", "bob"}) grade(name);
  EXPECT_EQ(complaint({"ada", "cay", "dan", "eve"}), "");
}

TEST_F(SameClass, AnotherClassIsRefused) {
  for (const char* name : {"ada", "bob", "cay"}) grade(name);
  grade("notes.txt", BatchStatus::left_alone);
  EXPECT_THAT(
      complaint({"ada", "dan", "notes.txt"}),
      HasSubstr("of the 3 submissions that it has, 2 are not in class: bob and cay. Nothing was changed."));
}

TEST_F(SameClass, ARosterTellsClassesWithEqualNamesApart) {
  grade("team1");
  ClassList list;
  list.header = {"id"};
  list.students.resize(2);
  list.students[0].student.id = "1";
  list.students[1].student.id = "2";
  write_class_list(folder_.class_list(), list);
  EXPECT_EQ(complaint({"team1"}), "");
  EXPECT_EQ(complaint({"team1"}, roster_of({"2", "3"})), "");
  EXPECT_THAT(complaint({"team1"}, roster_of({"3", "4"})),
              HasSubstr("of the 2 students that it has, 2 are not in new.csv: 1 and 2."));
}

}  // namespace
}  // namespace grader
