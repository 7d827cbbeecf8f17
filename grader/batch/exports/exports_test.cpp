// Checks every export against a schema of the platform that imports it.
#include "grader/batch/exports/exports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/batch/csv_table.hpp"
#include "grader/batch/exports/table.hpp"
#include "grader/batch/testing/export_schema.hpp"

namespace grader {
namespace {

using ::testing::ElementsAre;
using testing::export_complaint;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

GradedStudent graded_as(Student student, std::optional<double> score,
                        BatchStatus status = BatchStatus::graded) {
  GradedStudent graded;
  graded.student = std::move(student);
  graded.score = score;
  graded.status = status;
  if (score) graded.comment = "a1-gates: some points. relu 3 / 5.";
  return graded;
}

ClassList three_of_canvas() {
  ClassList list;
  list.assignment = "a1-gates";
  list.title = "Gates";
  list.max_score = 100;
  list.roster = RosterKind::canvas;
  list.header = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Quiz (1)", "Gates (4711)"};
  list.students = {graded_as({"12", "Lovelace, Ada", "", "ada@example.edu", "s1", "Lab 1"}, 51.5),
                   graded_as({"13", "=1+1, Bob", "", "bob", "s2", "Lab 2"}, {}, BatchStatus::not_submitted),
                   graded_as({"14", "Cay", "", "cay", "s3", "Lab 2"}, {}, BatchStatus::unreadable)};
  return list;
}

ClassList two_of_moodle() {
  ClassList list = three_of_canvas();
  list.roster = RosterKind::moodle;
  list.header = {"Identifier",       "Full name", "Grade", "Maximum Grade", "Last modified (grade)",
                 "Feedback comments"};
  list.students = {graded_as({"Participant 12", "Ada Lovelace", "ada@example.edu"}, 51.5),
                   graded_as({"Participant 13", "Bob", ""}, {}, BatchStatus::not_submitted)};
  list.students[0].fields = {"Participant 12", "Ada Lovelace", "", "100.00", "-", ""};
  list.students[1].fields = {"Participant 13", "Bob", "", "100.00", "-", "Are you ill?"};
  return list;
}

ClassList for_platform(std::string_view platform) {
  if (platform == "moodle") return two_of_moodle();
  ClassList list = three_of_canvas();
  if (platform == "blackboard") {
    list.roster = RosterKind::blackboard;
    list.header = {"Last Name", "First Name", "Username", "Gates [Total Pts: 100 Score] |7"};
  }
  return list;
}

TEST(Exports, ThePlatformsSchemasAcceptThem) {
  for (const ExportFormat& format : export_formats()) {
    const std::string csv = format.write(for_platform(format.name), {}).text;
    EXPECT_EQ(export_complaint(std::string(format.name), csv), "") << csv;
  }
}

TEST(Exports, TheSchemasRefuseOtherThings) {
  for (const ExportFormat& format : export_formats()) {
    EXPECT_NE(export_complaint(std::string(format.name), "a,b\n1,2\n"), "") << format.name;
    std::string csv = format.write(for_platform(format.name), {}).text;
    csv.replace(csv.find("51.5"), 4, "half");
    EXPECT_NE(export_complaint(std::string(format.name), csv), "") << format.name;
  }
}

TEST(Exports, Canvas) {
  const Export got = export_for_canvas(three_of_canvas(), {});
  EXPECT_EQ(got.text,
            "Student,ID,SIS User ID,SIS Login ID,Section,Gates (4711)\r\n"
            "    Points Possible,,,,,100\r\n"
            "\"Lovelace, Ada\",12,s1,ada@example.edu,Lab 1,51.5\r\n"
            "\"'=1+1, Bob\",13,s2,bob,Lab 2,\r\n"
            "Cay,14,s3,cay,Lab 2,\r\n");
  EXPECT_THAT(got.notes, IsEmpty());
}

TEST(Exports, WithoutAScoreTheRostersGradeStays) {
  ClassList list = three_of_canvas();
  list.students[2].fields = {"Cay", "14", "s3", "cay", "Lab 2", "1", "EX"};
  EXPECT_THAT(export_for_canvas(list, {}).text, HasSubstr("cay,Lab 2,EX\r\n"));
}

TEST(Exports, ZeroForThoseWhoDidNotSubmitAndNobodyElse) {
  const std::string csv = export_for_canvas(three_of_canvas(), {.zero_for_missing = true}).text;
  EXPECT_THAT(csv, HasSubstr("bob,Lab 2,0\r\n"));
  EXPECT_THAT(csv, HasSubstr("cay,Lab 2,\r\n"));
}

TEST(Exports, TheColumnIsTheRostersOwnOrANewOne) {
  ClassList list = three_of_canvas();
  EXPECT_THAT(export_for_canvas(list, {.column = "Quiz (1)"}).text, HasSubstr("Section,Quiz (1)\r\n"));
  EXPECT_THROW(export_for_canvas(list, {.column = "Quiz (2)"}), InputError);
  list.header.push_back("Gates (4712)");
  EXPECT_THROW(export_for_canvas(list, {}), InputError);
  list.header = {"Student", "ID", "Gateshead (1)"};
  const Export got = export_for_canvas(list, {});
  EXPECT_THAT(got.text, HasSubstr("Section,a1-gates\r\n"));
  ASSERT_EQ(got.notes.size(), 1u);
  EXPECT_THAT(got.notes[0], HasSubstr("the file has a new one, a1-gates."));
}

TEST(Exports, CanvasWithoutItsIds) {
  ClassList list = three_of_canvas();
  list.students[0].student.id = "ada";
  const Export got = export_for_canvas(list, {});
  EXPECT_EQ(export_complaint("canvas", got.text), "");
  ASSERT_EQ(got.notes.size(), 1u);
  EXPECT_THAT(got.notes[0], HasSubstr("no Canvas id"));
}

TEST(Exports, MoodlesWorksheetIsFilledIn) {
  EXPECT_EQ(export_for_moodle(two_of_moodle(), {}).text,
            "Identifier,Full name,Grade,Maximum Grade,Last modified (grade),Feedback comments\r\n"
            "Participant 12,Ada Lovelace,51.5,100.00,-,a1-gates: some points. relu 3 / 5.\r\n"
            "Participant 13,Bob,,100.00,-,Are you ill?\r\n");
  ClassList list = two_of_moodle();
  list.students[0].fields[5] = "a1-gates: fewer points. relu 0 / 5.";  // from an earlier import
  EXPECT_THAT(export_for_moodle(list, {}).text, HasSubstr("-,a1-gates: some points."));
  list.students[0].fields[5] = "See me.";
  EXPECT_THAT(export_for_moodle(list, {}).text, HasSubstr("51.5,100.00,-,See me."));
}

TEST(Exports, MoodleWithoutAWorksheet) {
  ClassList list = two_of_moodle();
  list.header.clear();
  const Export got = export_for_moodle(list, {});
  EXPECT_EQ(export_complaint("moodle", got.text), "") << got.text;
  EXPECT_EQ(got.notes.size(), 1u);
  list.students[0].student.id = "ada";
  EXPECT_THROW(export_for_moodle(list, {}), InputError);
  list.header = {"Identifier", "Grade"};
  EXPECT_THROW(export_for_moodle(list, {}), InputError);
}

TEST(Exports, NamesInTwoParts) {
  EXPECT_EQ(first_and_last_name("Lovelace, Ada"), std::pair(std::string("Ada"), std::string("Lovelace")));
  EXPECT_EQ(first_and_last_name("Ada B. Lovelace"),
            std::pair(std::string("Ada B."), std::string("Lovelace")));
  EXPECT_EQ(first_and_last_name("Ada"), std::pair(std::string(), std::string("Ada")));
}

}  // namespace
}  // namespace grader
