// Tries assignment.schema.json on the committed assignments and on broken ones. load_assignment must agree
// with it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/grading/course.hpp"
#include "grader/ops/registry.hpp"
#include "grader/report/testing/schema.hpp"

namespace grader {
namespace {

class AssignmentSchema : public testing::Test {
 protected:
  bool schema_accepts(const Json& assignment) const { return schema_.accepts(assignment); }

  bool grader_accepts(const Json& assignment) const {
    std::ofstream(file_) << assignment.dump();
    try {
      load_assignment(file_);
    } catch (const InputError&) {
      return false;
    }
    return true;
  }

  static Json committed(const std::string& id) {
    return parse_json(read_file(std::filesystem::path(BACKPROP_ASSIGNMENTS) / id / "assignment.json"));
  }

  static Json changed(const std::string& pointer, const Json& value) {
    Json assignment = committed("a1-gates");
    at_pointer(assignment, pointer) = value;
    return assignment;
  }

  const TemporaryFolder folder_{"schema-test-"};
  const std::filesystem::path file_ = folder_.path() / "assignment.json";

 private:
  const JsonSchema schema_{ASSIGNMENT_SCHEMA};
};

TEST_F(AssignmentSchema, AcceptsTheCommittedOnes) {
  for (const std::string& id : course_assignments()) {
    EXPECT_TRUE(schema_accepts(committed(id))) << id;
  }
}

TEST_F(AssignmentSchema, AcceptsEverySettingThatTheGraderTakes) {
  for (const auto& [pointer, value] :
       std::vector<std::pair<std::string, Json>>{{"/seeds", {{"policy", "per_submission"}}},
                                                 {"/seeds", {{"policy", "fresh"}}},
                                                 {"/seeds", {{"policy", "fixed"}, {"seed", 7}}},
                                                 {"/tolerance", {{"relative", 1e-8}}},
                                                 {"/tolerance", {{"relative", 1e-8}, {"absolute", 0}}},
                                                 {"/problems/0/tolerance", {{"absolute", 1e-11}}},
                                                 {"/problems/0/op", "circuit"},
                                                 {"/problems/0/library", {"batchnorm"}},
                                                 {"/problems/0/checks/1/visibility", "public"},
                                                 {"/numerical_differentiation", "pass"},
                                                 {"/problems/0/checks/1/numerical_differentiation", 0.5},
                                                 {"/compile_limits", {{"errors", 3}}}}) {
    EXPECT_TRUE(schema_accepts(changed(pointer, value))) << pointer << " " << value;
    EXPECT_TRUE(grader_accepts(changed(pointer, value))) << pointer << " " << value;
  }
}

TEST_F(AssignmentSchema, RefusesWhatTheGraderRefuses) {
  for (const auto& [pointer, value] :
       std::vector<std::pair<std::string, Json>>{{"/schema", "other"},
                                                 {"/id", "../a1"},
                                                 {"/due", "tomorrow"},
                                                 {"/late_policy", {{"per_day", 0.1}}},
                                                 {"/problems", Json::array()},
                                                 {"/problems/0/checks", Json::array()},
                                                 {"/problems/0/file", "../affine.cpp"},
                                                 {"/problems/0/scenario", "saturation"},
                                                 {"/problems/0/checks/1/kind", "magic"},
                                                 {"/problems/0/checks/1/gradient", nullptr},
                                                 {"/problems/0/checks/1/points", -1},
                                                 {"/problems/0/checks/1/points", "5"},
                                                 {"/problems/0/checks/1/visibility", "secret"},
                                                 {"/problems/0/tolerance", {{"relative", 0.1}}},
                                                 {"/tolerance", {{"relative", -1e-9}}},
                                                 {"/tolerance", 1e-9},
                                                 {"/seeds", {{"policy", "dice"}}},
                                                 {"/seeds", {{"policy", "fixed"}}},
                                                 {"/seeds", {{"policy", "fresh"}, {"seed", 7}}},
                                                 {"/numerical_differentiation", 2},
                                                 {"/numerical_differentiation", "half"},
                                                 {"/limits/wall_seconds", 0},
                                                 {"/limits/errors", 3}}) {
    EXPECT_FALSE(schema_accepts(changed(pointer, value))) << pointer << " " << value;
    EXPECT_FALSE(grader_accepts(changed(pointer, value))) << pointer << " " << value;
  }
}

// Returns the probes of the op that no check with points looks at. A gradient's checks are `checks`.
std::vector<std::string> unseen(const Op& op, const std::vector<const CheckSpec*>& checks) {
  std::vector<std::string> result;
  for (const Probe& probe : op.probes) {
    const bool seen = std::any_of(checks.begin(), checks.end(), [&](const CheckSpec* check) {
      return check->probes.empty() ||
             std::find(check->probes.begin(), check->probes.end(), probe.id) != check->probes.end();
    });
    if (!seen) result.push_back(probe.id);
  }
  return result;
}

TEST(CommittedAssignments, GivePointsForEveryProbe) {
  for (const std::string& id : course_assignments()) {
    for (const ProblemSpec& problem : load_assignment(assignment_file(id)).problems) {
      if (problem.op.empty()) continue;
      std::map<std::string, std::vector<const CheckSpec*>> by_gradient;
      for (const CheckSpec& check : problem.checks) {
        if (check.kind != Kind::contract) by_gradient[check.gradient].push_back(&check);
      }
      for (const auto& [gradient, checks] : by_gradient)
        EXPECT_EQ(unseen(*find_op(problem.op), checks), std::vector<std::string>())
            << id << ", " << problem.id << " d" << gradient;
    }
  }
}

}  // namespace
}  // namespace grader
