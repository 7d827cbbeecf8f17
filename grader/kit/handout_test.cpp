#include "grader/kit/handout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/files.hpp"
#include "grader/grading/course.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const fs::path kCourse = BACKPROP_SOURCE_DIR;

Assignment with_problems(const std::vector<std::string>& ids) {
  Assignment assignment;
  assignment.id = "own";
  assignment.title = "My own";
  for (const std::string& id : ids) {
    ProblemSpec& problem = assignment.problems.emplace_back();
    problem.id = id;
    (find_scenario(id) == nullptr ? problem.op : problem.scenario) = id;
  }
  return assignment;
}

TEST(HandoutForKit, HasTheTextForKits) {
  EXPECT_EQ(handout_for_kit("a\n<!-- course -->\nmake grade\n<!-- kit\nmake check\n-->\nb\n"),
            "a\nmake check\nb\n");
  EXPECT_EQ(handout_for_kit("-->\n"), "-->\n");
}

TEST(HandoutForKit, LinksOnlyWhatAKitHas) {
  EXPECT_EQ(handout_for_kit(
                "[cheat](../../starter/cheat-sheet.md), [other](../a2-depth/handout.md#23), [here](#2)\n"),
            "[cheat](starter/cheat-sheet.md), other, [here](#2)\n");
}

TEST(HandoutForKit, OfTheCourseNamesNothingOfTheRepository) {
  for (const std::string& id : course_assignments()) {
    const std::string text = handout_for_kit(read_file(kCourse / "assignments" / id / "handout.md"));
    EXPECT_THAT(text,
                AllOf(HasSubstr("make check"), Not(HasSubstr("make grade")), Not(HasSubstr("build/release")),
                      Not(HasSubstr("my-folder")), Not(HasSubstr("](../")), Not(HasSubstr("<!--"))))
        << id;
  }
}

TEST(ComposedHandout, HasTheSectionsOfItsProblemsAlone) {
  const ComposedHandout handout = composed_handout(kCourse, with_problems({"sigmoid", "circuit"}));
  EXPECT_THAT(handout.sources, ElementsAre("a1-gates"));
  EXPECT_THAT(handout.without, IsEmpty());
  EXPECT_THAT(handout.text, AllOf(HasSubstr("# My own\n"), HasSubstr("### 2.2 `sigmoid`\n"),
                                  HasSubstr("### 2.0 `circuit`\n"), Not(HasSubstr("### 2.1 `affine`")),
                                  Not(HasSubstr("The scenario: saturation\n")),
                                  HasSubstr("## 5. Common questions\n"), HasSubstr("## References\n")));
  EXPECT_THAT(handout.pictures, ElementsAre(kCourse / "assignments/a1-gates/circuit.svg"));
  EXPECT_THAT(composed_handout(kCourse, with_problems({"rnn"})).pictures, IsEmpty());
}

TEST(ComposedHandout, MayBeOfSeveralHandoutsAndOfScenarios) {
  const ComposedHandout handout =
      composed_handout(kCourse, with_problems({"relu", "dead-relu", "sgd_momentum"}));
  EXPECT_THAT(handout.sources, ElementsAre("a1-gates", "a2-depth"));
  EXPECT_THAT(
      handout.text,
      AllOf(HasSubstr("\n# From: Assignment 1: Gates\n"), HasSubstr("\n# From: Assignment 2: Depth\n"),
            HasSubstr("### 2.7 `sgd`, `sgd_momentum`\n"), HasSubstr("The scenario: dead ReLU\n"),
            HasSubstr("### A sweep of learning rates\n"), Not(HasSubstr("The scenario: slow lower layers"))));
}

TEST(ComposedHandout, HasNoPointsOfOthersAndNoDeadLink) {
  for (const std::string& id : course_assignments()) {
    const Assignment whole = load_assignment(assignment_file(id));
    const std::string text = composed_handout(kCourse, whole).text;
    EXPECT_THAT(text, AllOf(Not(testing::ContainsRegex("[0-9] points?[)]")), Not(HasSubstr("| Points |")),
                            Not(HasSubstr("](#0-how-to-work)"))));
  }
}

TEST(ComposedHandout, SaysWhatItIsNotAbout) {
  const ComposedHandout handout = composed_handout(kCourse, with_problems({"no_such_layer"}));
  EXPECT_EQ(handout.text, "");
  EXPECT_THAT(handout.without, ElementsAre("no_such_layer"));
}

}  // namespace
}  // namespace grader
