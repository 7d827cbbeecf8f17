#include "grader/kit/public_assignment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/grading/course.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::filesystem::path kAssignments = std::filesystem::path(BACKPROP_SOURCE_DIR) / "assignments";

PublicAssignment shown(const std::string& id) {
  const std::filesystem::path file = kAssignments / id / "assignment.json";
  return public_assignment(parse_json(read_file(file)), load_assignment(file));
}

TEST(PublicAssignmentTest, LeavesOutHiddenChecks) {
  const PublicAssignment a1 = shown("a1-gates");
  EXPECT_THAT(a1.left_out.hidden, ElementsAre("sigmoid/dx-saturated", "softmax_loss/dx-extreme"));
  EXPECT_THAT(a1.document.dump(), Not(HasSubstr("hidden")));
  EXPECT_EQ(a1.document["problems"].size(),
            load_assignment(kAssignments / "a1-gates/assignment.json").problems.size());
}

TEST(PublicAssignmentTest, LeavesOutNoPartOfAScenario) {
  for (const std::string& id : course_assignments()) {
    const Assignment whole = load_assignment(kAssignments / id / "assignment.json");
    const Json document = shown(id).document;
    for (const ProblemSpec& problem : whole.problems) {
      if (problem.scenario.empty()) continue;
      const Json::Elements& shown_problems = document["problems"].elements();
      const auto kept =
          std::ranges::find_if(shown_problems, [&](const Json& each) { return each["id"] == problem.id; });
      ASSERT_NE(kept, shown_problems.end()) << problem.id;
      EXPECT_EQ((*kept)["checks"].size(), problem.checks.size()) << problem.id;
    }
  }
}

TEST(PublicAssignmentTest, KeepsTheCoursesSeedToItself) {
  const std::filesystem::path file = kAssignments / "a1-gates/assignment.json";
  Json document = parse_json(read_file(file));
  document["seeds"] = {{"policy", "fixed"}, {"seed", 271828}};
  EXPECT_THAT(public_assignment(document, load_assignment(file)).document.dump(), Not(HasSubstr("271828")));
}

TEST(PublicAssignmentTest, RefusesWhatUsesAHiddenProblem) {
  const std::filesystem::path file = kAssignments / "a1-gates/assignment.json";
  Assignment a1 = load_assignment(file);
  const auto affine = std::ranges::find(a1.problems, "affine", &ProblemSpec::id);
  ASSERT_NE(affine, a1.problems.end());
  for (CheckSpec& check : affine->checks) check.visibility = Visibility::hidden;
  try {
    public_assignment(parse_json(read_file(file)), a1);
    FAIL() << "two_layer_net uses affine";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("two_layer_net uses affine"));
  }
}

// Public checks use the probe "unit" as well.
TEST(HiddenProbesTest, AreThoseThatNoPublicCheckNames) {
  const Assignment a1 = load_assignment(kAssignments / "a1-gates/assignment.json");
  EXPECT_THAT(hidden_probes(*a1.find("sigmoid")), testing::UnorderedElementsAre("saturated", "extreme"));
  EXPECT_THAT(hidden_probes(*a1.find("affine")), IsEmpty());
}

}  // namespace
}  // namespace grader
