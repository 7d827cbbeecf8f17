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
  const auto of = [](const std::string& name) {
    return first_and_last_name(Student{.id = "1", .name = name, .email = {}});
  };
  EXPECT_EQ(of("Lovelace, Ada"), std::pair(std::string("Ada"), std::string("Lovelace")));
  EXPECT_EQ(of("Ada B. Lovelace"), std::pair(std::string("Ada B."), std::string("Lovelace")));
  EXPECT_EQ(of("Ada"), std::pair(std::string(), std::string("Ada")));
}

TEST(Exports, TheRostersPartsOfANameAreNotSplitAnew) {
  for (const char* platform : {"gradescope", "blackboard"}) {
    ClassList list = for_platform(platform);
    list.students[0].student.name = "Anna-Lena van der Berg";
    list.students[0].student.first_name = "Anna-Lena";
    list.students[0].student.last_name = "van der Berg";
    const std::string csv =
        *platform == 'g' ? export_for_gradescope(list, {}).text : export_for_blackboard(list, {}).text;
    EXPECT_THAT(csv, HasSubstr(*platform == 'g' ? "Anna-Lena,van der Berg," : "van der Berg,Anna-Lena,"));
  }
}

TEST(Exports, PointsAreConvertedToThePlatformsMaximum) {
  ClassList canvas = three_of_canvas();
  canvas.max_score = 103;
  canvas.points_possible = {"    Points Possible", "", "", "", "", "9", "206.00"};
  const Export converted = export_for_canvas(canvas, {});
  EXPECT_THAT(converted.text, HasSubstr("Possible,,,,,206.00\r\n"));
  EXPECT_THAT(converted.text, HasSubstr("Lab 1,103\r\n"));
  ASSERT_EQ(converted.notes.size(), 1u);
  EXPECT_THAT(converted.notes[0], HasSubstr("Canvas has 206 points for Gates (4711), and a1-gates has 103"));
  const Export kept = export_for_canvas(canvas, {.keep_points = true});
  EXPECT_THAT(kept.text, HasSubstr("Lab 1,51.5\r\n"));
  EXPECT_EQ(kept.notes.size(), 1u);
  // Another column has another maximum.
  EXPECT_THAT(export_for_canvas(canvas, {.column = "Quiz (1)"}).text, HasSubstr("Lab 1,4.5\r\n"));

  ClassList moodle = two_of_moodle();
  moodle.max_score = 51.5;
  EXPECT_THAT(export_for_moodle(moodle, {}).text, HasSubstr("Ada Lovelace,100,100.00,"));
  EXPECT_EQ(export_for_moodle(moodle, {}).notes.size(), 1u) << "one note for all students";

  ClassList blackboard = for_platform("blackboard");
  blackboard.max_score = 50;
  blackboard.students[0].score = 25;
  for (const char* total : {"100", "up to 100.0"}) {
    blackboard.header.back() = std::string("Gates [Total Pts: ") + total + " Score] |7";
    const Export got = export_for_blackboard(blackboard, {});
    EXPECT_THAT(got.text, HasSubstr("Lovelace,Ada,ada@example.edu,50\r\n"));
    EXPECT_EQ(got.notes.size(), 1u);
  }
}

TEST(Exports, WhoeverIsExcusedInCanvasStaysSo) {
  ClassList list = three_of_canvas();
  list.students[0].fields = {"Lovelace, Ada", "12", "s1", "ada@example.edu", "Lab 1", "", "EX"};
  const Export got = export_for_canvas(list, {});
  EXPECT_THAT(got.text, HasSubstr("ada@example.edu,Lab 1,EX\r\n"));
  ASSERT_EQ(got.notes.size(), 1u);
  EXPECT_THAT(got.notes[0], HasSubstr("left excused (EX): Lovelace, Ada."));
}

TEST(Exports, PointsByHandWithoutASubmissionAreAGrade) {
  ClassList list = three_of_canvas();
  list.students[1].score = 5;
  EXPECT_THAT(export_for_gradescope(list, {}).text, HasSubstr(",5,100,Graded,"));
}

TEST(Exports, MoodleInAnotherLanguage) {
  ClassList list = two_of_moodle();
  list.header = {"ID",  "Name",   "Status",           "Bewertung", "Bestwertung",
                 "Nur", "Abgabe", "Zuletzt geändert", "Kommentar"};
  list.students[0].fields = {"Teilnehmer/in12", "Ada", "", "", "100,00", "Ja", "-", "-", ""};
  list.students[1].fields = {"Teilnehmer/in13", "Bob", "", "", "100,00", "Ja", "-", "-", ""};
  EXPECT_THAT(
      export_for_moodle(list, {}).text,
      HasSubstr("Teilnehmer/in12,Ada,,51.5,\"100,00\",Ja,-,-,a1-gates: some points. relu 3 / 5.\r\n"));
  list.header[4] = "x";
  for (GradedStudent& each : list.students) each.fields[4] = "";
  try {
    export_for_moodle(list, {});
    ADD_FAILURE();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("The roster is no grading worksheet of Moodle"));
  }
}

TEST(Exports, MoodlesScaleOfWordsTakesNoPoints) {
  ClassList list = two_of_moodle();
  list.header[3] = "Scale";
  EXPECT_THROW(export_for_moodle(list, {}), InputError);
}

}  // namespace
}  // namespace grader
