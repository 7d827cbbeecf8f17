#include "grader/batch/match_roster.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Roster roster_of(std::vector<Student> students, RosterKind kind = RosterKind::plain) {
  Roster roster{.kind = kind, .file = "roster.csv", .header = {}, .points_possible = {}, .students = {}};
  for (Student& student : students) roster.students.push_back({std::move(student), {}});
  return roster;
}

Roster small_roster() {
  return roster_of({{"101", "Ada Lovelace", "ada@example.edu", "ada"},
                    {"102", "Ann Lee", "ann.lee@example.edu", "ann_lee"},
                    {"103", "Ann Other", "ann@example.edu", "ann"},
                    {"104", "Zoe Li", "zoe@example.edu", "li"}});
}

Submission named(const std::string& id) {
  return {.id = id,
          .file_name = id,
          .form = Submission::Form::folder,
          .source = id,
          .problem = {},
          .students = {{id, "", ""}}};
}

Submission of_system(const std::string& submission, const std::string& id, const std::string& name) {
  Submission result = named(submission);
  result.students = {{id, name, "", "", "", "", "", "yes"}};
  return result;
}

// Returns the student whose submission this is, or why it is nobody's.
std::string owner(const std::string& id, const Roster& roster = small_roster()) {
  const Submission submission = match_roster({named(id)}, roster).submissions.at(0);
  return submission.nobodys.empty() ? submission.students.at(0).id : submission.nobodys;
}

TEST(MatchRoster, ByWhatTheNameIsOrHas) {
  for (const char* id : {"101", "ADA", "ada@example.edu", "hw1-ada", "a1_101_final", "Lovelace, Ada",
                         "ada_lovelace", "Lovelace Ada homework"})
    EXPECT_EQ(owner(id), "101") << id;
  EXPECT_EQ(owner("ann_lee"), "102");
  EXPECT_EQ(owner("ann_lee_v2"), "102");
  EXPECT_EQ(owner("ann-hw"), "103");
  EXPECT_EQ(owner("li"), "104");
}

TEST(MatchRoster, NamesThatLookTheSameAreTheSame) {
  const Roster roster = roster_of({{"1", "Müller, Zoë", ""}, {"2", "García, José", "", "élève"}});
  EXPECT_EQ(owner("Zoe\xCC\x88 Mu\xCC\x88ller", roster), "1");  // as macOS writes it
  EXPECT_EQ(owner("ZOË MÜLLER", roster), "1");
  EXPECT_EQ(owner("JOSÉ GARCÍA homework", roster), "2");
  EXPECT_EQ(owner("hw1-E\xCC\x81LE\xCC\x80VE", roster), "2");
  EXPECT_THAT(owner("Zoe Muller", roster), HasSubstr("Nobody"));
}

TEST(MatchRoster, NothingIsGuessed) {
  EXPECT_EQ(owner("li-hw"), "Nobody in roster.csv fits the name li-hw.");  // too short to be told in a name
  EXPECT_EQ(owner("adamant"), "Nobody in roster.csv fits the name adamant.");
  EXPECT_EQ(owner("ada and ann"),
            "The name ada and ann fits Ada Lovelace (101) and Ann Other (103) in roster.csv: give it a name "
            "that fits only one.");
}

TEST(MatchRoster, TwoSubmissionsOfOneStudentAreListed) {
  const Matched matched = match_roster({named("ada"), named("ada_v2"), named("ann_lee")}, small_roster());
  EXPECT_THAT(matched.submissions[0].nobodys,
              HasSubstr("ada and ada_v2 are from Ada Lovelace (101), and no mark"));
  EXPECT_EQ(matched.submissions[0].students.at(0).id, "ada");
  EXPECT_EQ(matched.submissions[1].nobodys, matched.submissions[0].nobodys);
  EXPECT_THAT(matched.submissions[2].nobodys, IsEmpty());
  ASSERT_EQ(matched.absent.size(), 3u);
  EXPECT_EQ(matched.absent[0].student.id, "101");
  EXPECT_EQ(matched.absent[0].status, BatchStatus::ambiguous);
  EXPECT_EQ(matched.absent[1].student.id, "103");
  EXPECT_EQ(matched.absent[1].status, BatchStatus::not_submitted);
}

TEST(MatchRoster, CanvassIdCountsAndNotTheName) {
  const Roster roster = roster_of(
      {{"7", "Lovelace, Ada", "", "ada", "8"}, {"8", "Babbage, Charles", "", "cb", "7"}}, RosterKind::canvas);
  const Matched matched = match_roster(
      {of_system("lovelaceada_8", "8", "lovelaceada"), of_system("lovelaceada_9", "9", "lovelaceada")},
      roster);
  EXPECT_EQ(matched.submissions[0].students.at(0).name, "Babbage, Charles");
  EXPECT_EQ(matched.submissions[0].students.at(0).late, "yes");
  EXPECT_EQ(matched.submissions[1].nobodys, "Nobody in roster.csv fits the name lovelaceada_9.");
}

TEST(MatchRoster, CanvassIdIsNobodysOtherNumber) {
  const Roster roster = roster_of({{"7", "Lovelace, Ada", "", "ada", "8"}}, RosterKind::canvas);
  EXPECT_THAT(match_roster({of_system("x_8", "8", "x")}, roster).submissions[0].nobodys, HasSubstr("Nobody"));
}

TEST(MatchRoster, MoodlesNumberCountsInEveryLanguage) {
  const Roster roster =
      roster_of({{"Teilnehmer/in12", "Ada", ""}, {"Teilnehmer/in112", "Bob", ""}}, RosterKind::moodle);
  EXPECT_EQ(
      match_roster({of_system("Ada_112", "Participant 112", "Ada")}, roster).submissions[0].students[0].name,
      "Bob");
}

TEST(MatchRoster, EachOfAGroupHasARow) {
  Submission group = named("submission_12");
  group.students = {{"101", "A. Lovelace", ""}, {"x", "", "ANN@example.edu"}};
  const Matched matched = match_roster({group}, small_roster());
  EXPECT_EQ(matched.submissions[0].students[0].name, "Ada Lovelace");
  EXPECT_EQ(matched.submissions[0].students[1].id, "103");
  EXPECT_EQ(matched.absent.size(), 2u);
}

}  // namespace
}  // namespace grader
