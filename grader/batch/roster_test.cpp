#include "grader/batch/roster.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RosterFile : public ::testing::Test {
 protected:
  Roster read(const std::string& text) {
    folder_.write("roster.csv", text);
    return read_roster(folder_.path() / "roster.csv");
  }

  std::string complaint(const std::string& text) {
    try {
      read(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }

  testing::Folder folder_;
};

TEST_F(RosterFile, APlainTable) {
  const Roster roster = read("name,id,e-mail,login\nAda Lovelace,007,ada@example.edu,ada\n");
  EXPECT_EQ(roster.kind, RosterKind::plain);
  ASSERT_EQ(roster.students.size(), 1u);
  EXPECT_EQ(roster.students[0].student.id, "007");
  EXPECT_EQ(roster.students[0].student.email, "ada@example.edu");
  EXPECT_EQ(roster.students[0].student.login, "ada");
  EXPECT_EQ(read("first name;last name;email\nAda;Lovelace;a@b.c\n").students[0].student.name,
            "Ada Lovelace");
  EXPECT_EQ(read("email\na@b.c\n").students[0].student.id, "a@b.c");
}

TEST_F(RosterFile, CanvassGradebook) {
  const Roster roster = read(
      "Student,ID,SIS User ID,SIS Login ID,Section,Gates (4711),Current Score\n"
      ",,,,,Manual Posting,\n"
      "    Points Possible,,,,,100,(read only)\n"
      "\"Lovelace, Ada\",12347,s1,ada@example.edu,Lab 1,,\n"
      "\"Student, Test\",99999,,b0c1,Lab 1,,\n");
  EXPECT_EQ(roster.kind, RosterKind::canvas);
  ASSERT_EQ(roster.students.size(), 1u);
  const Student& ada = roster.students[0].student;
  EXPECT_EQ(ada.name, "Lovelace, Ada");
  EXPECT_EQ(roster.points_possible.at(5), "100");
  EXPECT_EQ(ada.id, "12347");
  EXPECT_EQ(ada.sis_id, "s1");
  EXPECT_EQ(ada.login, "ada@example.edu");
  EXPECT_EQ(ada.section, "Lab 1");
}

TEST_F(RosterFile, MoodlesWorksheet) {
  const Roster roster = read(
      "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\",\"Grade can be "
      "changed\",\"Last modified (submission)\",\"Last modified (grade)\",\"Feedback comments\"\n"
      "\"Participant 12\",Ada,ada@example.edu,\"Submitted for grading - 2 hours late\",,100,Yes,\"Monday, 30 "
      "November 2026, 9:00 AM\",-,\n"
      "\"Participant 13\",Bob,bob@example.edu,\"No submission\",,100,Yes,-,-,\n");
  EXPECT_EQ(roster.kind, RosterKind::moodle);
  EXPECT_EQ(roster.students[0].student.id, "Participant 12");
  EXPECT_EQ(roster.students[0].student.late, "yes");
  EXPECT_EQ(roster.students[0].student.submitted_at, "Monday, 30 November 2026, 9:00 AM");
  EXPECT_EQ(roster.students[1].student.late, "");
  EXPECT_EQ(roster.students[1].student.submitted_at, "");
  EXPECT_EQ(roster.students[1].fields.size(), roster.header.size());
}

TEST_F(RosterFile, MoodlesWorksheetInAnotherLanguage) {
  const Roster roster = read(
      "ID,Nom complet,Adresse de courriel,Statut,Note,Note maximale,Modifiable,Remise,Notation,Feedback\n"
      "Participant(e) 12,Ada,ada@x,Remis,,\"10,00\",Oui,\"lundi 30 novembre 2026, 09:00\",-,\n"
      "Participant(e) 13,Bob,bob@x,,,\"10,00\",Oui,-,-,\n");
  EXPECT_EQ(roster.kind, RosterKind::moodle);
  const Student& ada = roster.students.at(0).student;
  EXPECT_EQ(ada.id, "Participant(e) 12");
  EXPECT_EQ(ada.name, "Ada");
  EXPECT_EQ(ada.email, "ada@x");
  EXPECT_EQ(ada.submitted_at, "lundi 30 novembre 2026, 09:00");
}

TEST_F(RosterFile, BothPartsOfANameAreKept) {
  const Student student = read("First Name,Last Name,SID\nAnna-Lena,van der Berg,1\n").students.at(0).student;
  EXPECT_EQ(student.name, "Anna-Lena van der Berg");
  EXPECT_EQ(student.first_name, "Anna-Lena");
  EXPECT_EQ(student.last_name, "van der Berg");
}

TEST_F(RosterFile, BlackboardsDownload) {
  // UTF-16 with tabs, as "Work Offline" writes it.
  const std::string text =
      "\"Last Name\"\t\"First Name\"\t\"Username\"\t\"Student ID\"\nLovelace\tAda\tada\ts1\n";
  std::string wide = "\xFF\xFE";
  for (const char c : text) wide += {c, '\0'};
  const Roster roster = read(wide);
  EXPECT_EQ(roster.kind, RosterKind::blackboard);
  EXPECT_EQ(roster.students[0].student.id, "ada");
  EXPECT_EQ(roster.students[0].student.name, "Ada Lovelace");
  EXPECT_EQ(roster.students[0].student.sis_id, "s1");
}

TEST_F(RosterFile, ComplaintsNameTheRow) {
  EXPECT_EQ(complaint("id,name\n1,Ada\n2,Bob\n1,Cay\n"), "roster.csv, row 4: the id 1 is that of row 2 too.");
  EXPECT_EQ(complaint("id,email\n1,A@b.c\n2,a@b.c\n"),
            "roster.csv, row 3: the e-mail address a@b.c is that of row 2 too.");
  EXPECT_EQ(complaint("id,name\n,Ada\n"),
            "roster.csv, row 2: it has neither an id nor an e-mail address nor a login.");
  EXPECT_EQ(
      complaint("name\nAda\n"),
      "roster.csv, row 1: no column is called id, email or login, so no student can be told. The first row "
      "has to be a header, such as name,id.");
  EXPECT_EQ(complaint("Alice,alice\nBob,bob\n"),
            "roster.csv, row 1: two columns are called alice. The first row has to be a header.");
  EXPECT_THAT(complaint("Alice,alice1\nBob,bob2\n"), HasSubstr("The first row has to be a header"));
  EXPECT_EQ(complaint("id,name\n"), "roster.csv names no student.");
  EXPECT_EQ(complaint("id,Id\n1,2\n"),
            "roster.csv, row 1: two columns are called Id. The first row has to be a header.");
}

}  // namespace
}  // namespace grader
