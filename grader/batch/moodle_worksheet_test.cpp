#include "grader/batch/moodle_worksheet.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(MoodleWorksheet, InEnglishByTheNames) {
  const auto got =
      moodle_worksheet({"Identifier", "Status", "Grade", "Maximum grade", "Last modified (grade)"},
                       {{"Participant 1", "", "", "100.00", "-"}});
  ASSERT_TRUE(got);
  EXPECT_EQ(got->grade, 2u);
  EXPECT_EQ(got->maximum, 3u);
  EXPECT_EQ(got->modified, 4u);
  EXPECT_FALSE(got->name);
  EXPECT_FALSE(got->comments);
}

TEST(MoodleWorksheet, InOtherLanguagesByWhatIsInIt) {
  const std::vector<std::string> german = {"ID",
                                           "Vollständiger Name",
                                           "E-Mail-Adresse",
                                           "Status",
                                           "Bewertung",
                                           "Bestwertung",
                                           "Bewertung kann geändert werden",
                                           "Zuletzt geändert (Abgabe)",
                                           "Zuletzt geändert (Bewertung)",
                                           "Feedback als Kommentar"};
  const Rows rows = {{"Teilnehmer/in12", "Ada", "a@x", "Abgegeben", "", "10,00", "Ja",
                      "Montag, 30. November 2026, 09:00", "-", ""},
                     {"Teilnehmer/in13", "Bob", "b@x", "", "3,5", "10,00", "Ja", "-", "-", "Gut"}};
  const auto got = moodle_worksheet(german, rows);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->identifier, 0u);
  EXPECT_EQ(got->name, 1u);
  EXPECT_EQ(got->email, 2u);
  EXPECT_EQ(got->grade, 4u);
  EXPECT_EQ(got->maximum, 5u);
  EXPECT_EQ(got->submitted, 7u);
  EXPECT_EQ(got->modified, 8u);
  EXPECT_EQ(got->comments, 9u);
}

TEST(MoodleWorksheet, WithNamesHiddenAndEverybodyAtTheMaximum) {
  const auto got = moodle_worksheet({"标识符", "状态", "成绩", "最高分", "可更改", "上次修改"},
                                    {{"参与者 4", "", "10.00", "10.00", "是", "-"}});
  ASSERT_TRUE(got);
  EXPECT_FALSE(got->name);
  EXPECT_EQ(got->grade, 2u);
  EXPECT_EQ(got->maximum, 3u);
  EXPECT_EQ(got->modified, 5u);
  EXPECT_FALSE(got->submitted);
}

TEST(MoodleWorksheet, OtherTablesAreNone) {
  EXPECT_FALSE(moodle_worksheet({"id", "name", "email"}, {{"s1", "Ada", "a@x"}, {"s2", "Bob", "b@x"}}));
  EXPECT_FALSE(moodle_worksheet({"id", "grade", "max"}, {{"s1", "", "10.00"}, {"s2", "", "10.00"}}));
  EXPECT_FALSE(moodle_worksheet({"a", "b", "c", "d"}, {{"x1", "", "10.00", "-"}, {"y2", "", "10.00", "-"}}));
  EXPECT_FALSE(moodle_worksheet({"a", "b", "c", "d"}, {{"x1", "", "10.00", "-"}, {"x1", "", "10.00", "-"}}));
  EXPECT_FALSE(moodle_worksheet({"a"}, {}));
  EXPECT_FALSE(moodle_worksheet({"a", "b"}, {{"", ""}}));
}

}  // namespace
}  // namespace grader
