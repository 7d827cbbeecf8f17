#include "grader/scenarios/predictions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/pattern.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const Question kShare = {
    .id = "share-dead", .text = "What share?", .measure = {}, .unit = "%", .within = 5.0};
const Question kTimes = {.id = "times", .text = "How many times?", .measure = {}, .factor = 10.0};
const Question kCourse = {
    .id = "course", .text = "What happens?", .measure = {}, .choices = {"it falls", "it stays flat"}};

Predictions read(std::string_view text) { return read_predictions(text, {&kShare, &kTimes, &kCourse}); }

TEST(Predictions, AreReadLineByLine) {
  const Predictions read_ones = read(
      "\xEF\xBB\xBF# a comment: 1\r\n"
      "  Share-Dead : 40 %  # so I think\r\n"
      "\r\n"
      "times: 1e-3\n"
      "course: IT STAYS FLAT");
  EXPECT_THAT(read_ones.answers,
              UnorderedElementsAre(Pair("share-dead", 40), Pair("times", 1e-3), Pair("course", 1)));
  EXPECT_THAT(read_ones.notes, IsEmpty());
}

TEST(Predictions, WithoutAValuePredictNothing) {
  const Predictions nothing = read("times:\nshare-dead:   # later\n\n");
  EXPECT_THAT(nothing.answers, IsEmpty());
  EXPECT_THAT(nothing.notes, IsEmpty());
}

TEST(Predictions, ThatAreNotUnderstoodAreOneSentenceEach) {
  EXPECT_THAT(read("many\n").notes,
              ElementsAre("predictions.txt, line 1: \"many\" is not of the form `id: value`."));
  EXPECT_THAT(read("\nhow: 3\n").notes,
              ElementsAre("predictions.txt, line 2: there is no question \"how\"."));
  EXPECT_THAT(read("times: 0,5").notes, ElementsAre("predictions.txt, line 1: \"0,5\" is not a number."));
  EXPECT_THAT(read("share-dead: half").notes,
              ElementsAre("predictions.txt, line 1: \"half\" is not a number, in %."));
  EXPECT_THAT(read("course: up").notes,
              ElementsAre("predictions.txt, line 1: \"up\" is not one of: it falls, it stays flat."));
  for (const char* value : {"nan", "inf", "-inf", "1e999", "1 2", "0x10", "1%%"}) {
    const Predictions refused = read("times: " + std::string(value));
    EXPECT_THAT(refused.notes, SizeIs(1)) << value;
    EXPECT_THAT(refused.answers, IsEmpty()) << value;
  }
}

TEST(Predictions, CountOnce) {
  const Predictions twice = read("times: 1\ntimes: 2\n");
  EXPECT_THAT(twice.answers, ElementsAre(Pair("times", 1)));
  EXPECT_THAT(
      twice.notes,
      ElementsAre("predictions.txt, line 2: there is a line about times before it, and that one counts."));
}

TEST(Predictions, MayBeAnyText) {
  const Predictions hostile = read("\x1B[31mred\x07 <script>: \xFF\xFE " + std::string(5000, 'a') + "\n");
  ASSERT_THAT(hostile.notes, SizeIs(1));
  EXPECT_LT(hostile.notes.front().size(), 200);
  EXPECT_EQ(hostile.notes.front().find('\x1B'), std::string::npos);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "nonsense\n";
  EXPECT_THAT(read(many).notes, SizeIs(kMaxPredictionNotes));
  EXPECT_EQ(read(many).notes.back(), "predictions.txt: 996 more lines are not understood.");
  EXPECT_THAT(read("").notes, IsEmpty());
}

TEST(Question, IsNearWithinADifferenceOrAFactor) {
  EXPECT_TRUE(kShare.near(45, 50));
  EXPECT_FALSE(kShare.near(44.9, 50));
  EXPECT_TRUE(kTimes.near(1e-5, 1e-6));
  EXPECT_TRUE(kTimes.near(1e-7, 1e-6));
  EXPECT_FALSE(kTimes.near(-1e-6, 1e-6));
  EXPECT_FALSE(kTimes.near(0, 1e-6));
  EXPECT_FALSE(kTimes.near(1, 0));
  EXPECT_FALSE(kTimes.near(1, std::numeric_limits<double>::quiet_NaN()));
  EXPECT_TRUE(kCourse.near(1, 1));
  EXPECT_FALSE(kCourse.near(0, 1));
}

TEST(Question, ShowsAnswersWithTheirUnit) {
  EXPECT_EQ(kShare.shown(58.3333), "58.3 %");
  EXPECT_EQ(kTimes.shown(1e-6), "1e-06");
  EXPECT_EQ(kCourse.shown(0), "it falls");
  EXPECT_EQ(kCourse.shown(std::numeric_limits<double>::quiet_NaN()), "none of the choices");
}

std::vector<const Question*> all_questions() {
  std::vector<const Scenario*> scenarios;
  for (const Scenario& scenario : all_scenarios()) scenarios.push_back(&scenario);
  return questions_of(scenarios);
}

std::string all_handouts() {
  std::string handouts;
  for (const auto& assignment : std::filesystem::directory_iterator(SOURCE_ROOT "/assignments")) {
    if (assignment.is_directory()) handouts += read_file(assignment.path() / "handout.md");
  }
  return handouts;
}

TEST(Questions, AreAskedOfEachScenarioAndHaveNamesOfTheirOwn) {
  std::set<std::string> ids;
  for (const Question* question : all_questions()) {
    EXPECT_TRUE(ids.insert(question->id).second) << question->id;
    EXPECT_TRUE(Pattern("[a-z0-9-]+").match(question->id)) << question->id;
    EXPECT_THAT(question->text, HasSubstr("?")) << question->id;
    EXPECT_TRUE(question->measure) << question->id;
    const bool is_number = question->choices.empty();
    EXPECT_EQ(is_number, question->within > 0.0 || question->factor > 1.0) << question->id;
    EXPECT_NE(question->choices.size(), 1) << question->id;
  }
  for (const Scenario& scenario : all_scenarios())
    EXPECT_THAT(questions_of({&scenario}), testing::Not(IsEmpty()));
}

TEST(Questions, AreAskedInAHandout) {
  const std::string handouts = all_handouts();
  for (const Question* question : all_questions())
    EXPECT_THAT(handouts, HasSubstr("`" + question->id + "`: "));
}

TEST(Scenarios, HaveASectionInAHandout) {
  const std::string handouts = all_handouts();
  for (const Scenario& scenario : all_scenarios()) {
    ASSERT_NE(scenario.heading, "") << scenario.name;
    EXPECT_THAT(handouts, testing::ContainsRegex("\n## [0-9]\\. " + scenario.heading)) << scenario.name;
  }
}

TEST(BlankPredictions, PredictNothingAndAskEverything) {
  const std::string blank = blank_predictions(all_questions());
  const Predictions nothing = read_predictions(blank, all_questions());
  EXPECT_THAT(nothing.answers, IsEmpty());
  EXPECT_THAT(nothing.notes, IsEmpty());
  for (const Question* question : all_questions()) EXPECT_THAT(blank, HasSubstr("# " + question->id + ": "));
}

}  // namespace
}  // namespace grader
