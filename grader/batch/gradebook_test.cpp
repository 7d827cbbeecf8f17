#include "grader/batch/gradebook.hpp"

#include <gtest/gtest.h>

#include "grader/base/csv_text.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

Assignment two_problems() {
  Assignment assignment;
  assignment.id = "a1-gates";
  for (const char* id : {"affine", "relu"}) {
    ProblemSpec problem;
    problem.id = id;
    problem.checks.resize(2);
    problem.checks[0].points = 4;
    problem.checks[1].points = 2.5;
    assignment.problems.push_back(problem);
  }
  return assignment;
}

Row graded(const std::string& id, double affine, double relu) {
  Row row;
  row.submission.id = row.submission.file_name = id;
  row.submission.students = {{.id = id, .name = {}, .email = {}}};
  row.record.status = BatchStatus::graded;
  row.report.emplace();
  row.report->submission.folder = "hw";
  row.report->score = affine + relu;
  row.report->problems.resize(2);
  row.report->problems[0].id = "affine";
  row.report->problems[0].score = affine;
  row.report->problems[1].id = "relu";
  row.report->problems[1].score = relu;
  return row;
}

Row unreadable(const std::string& id, const std::string& message) {
  Row row;
  row.submission.id = id;
  row.submission.students = {{.id = id, .name = {}, .email = {}}};
  row.record.status = BatchStatus::unreadable;
  row.record.message = message;
  return row;
}

TEST(Gradebook, ARowAStudentAColumnAProblem) {
  EXPECT_EQ(
      gradebook(two_problems(),
                {graded("alice", 6.5, 2.5), unreadable("bob", "bob.zip: \"x\", it is empty.")}),
      "student,submission,status,score,max_score,affine,relu,submitted_at,late,folder,report,message\r\n"
      "alice,alice,graded,9,13,6.5,2.5,,,hw,reports/alice.json,\r\n"
      "bob,bob,unreadable,0,13,0,0,,,,,\"bob.zip: \"\"x\"\", it is empty.\"\r\n");
}

TEST(Gradebook, EachOfAGroupHasARow) {
  Row row = graded("submission_12", 1, 0);
  row.submission.students = {
      {"007", "Ada Lovelace", "ada@example.edu", "", "", "", "2026-11-30 09:00", "yes"},
      {"008", "Babbage, Charles", ""}};
  EXPECT_EQ(gradebook(two_problems(), {row}),
            "student,name,email,submission,status,score,max_score,affine,relu,submitted_at,late,folder,"
            "report,message\r\n"
            "007,Ada Lovelace,ada@example.edu,submission_12,graded,1,13,1,0,2026-11-30 "
            "09:00,yes,hw,reports/submission_12.json,\r\n"
            "008,\"Babbage, Charles\",,submission_12,graded,1,13,1,0,,,hw,reports/submission_12.json,\r\n");
}

TEST(Gradebook, WithoutASubmissionThereAreNoPoints) {
  Row row;
  row.submission.students = {{"007", "Ada", ""}};
  row.record.status = BatchStatus::not_submitted;
  Row by_hand = unreadable("bob", "It cannot be read.");
  by_hand.overrides = {{"relu", {1.5, "read by hand", "T"}}};
  EXPECT_EQ(
      gradebook(two_problems(), {row, by_hand}),
      "student,name,email,submission,status,score,max_score,affine,relu,submitted_at,late,folder,report,"
      "message\r\n"
      "007,Ada,,,not_submitted,,13,,,,,,,\r\n"
      "bob,,,bob,unreadable,1.5,13,0,1.5,,,,,It cannot be read.\r\n");
}

TEST(CsvText, IsNeverAFormula) {
  for (const char* text : {"\xEF\xBC\x9D"
                           "1",
                           "\xEF\xBC\x8B"
                           "1",
                           "\xEF\xBC\x8D"
                           "1",
                           "\xEF\xBC\xA0"
                           "1"})
    EXPECT_EQ(csv_text(text), std::string("'") + text);
  EXPECT_EQ(csv_text("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  for (const char* text : {"=1", "+1", "-1", "@SUM", "\tx", "\rx"})
    EXPECT_EQ(csv_text(text).substr(0, 1), "'") << text;
  EXPECT_EQ(csv_text("  =1+1"), "'  =1+1");
  EXPECT_EQ(csv_text("\n=1"), "\"'\n=1\"");
  EXPECT_EQ(csv_text("    Points Possible"), "    Points Possible");
  EXPECT_EQ(csv_text("   "), "   ");
  EXPECT_EQ(csv_text("a=1"), "a=1");
  EXPECT_EQ(csv_text("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_text("a\x1b[31m"), "a\xEF\xBF\xBD");
  EXPECT_EQ(csv_text(""), "");
}

}  // namespace
}  // namespace grader
