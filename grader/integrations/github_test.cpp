// Checks the form of the workflow for students' repositories, and runs the lines of its step Grade as GitHub
// does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class Workflow : public ::testing::Test {
 protected:
  Workflow() {
    fs::create_directory(folder_.path() / "bin");
    fs::create_symlink(GRADER_PROGRAM, folder_.path() / "bin/grader");
  }

  YAML::Node steps() const { return workflow_["jobs"]["grade"]["steps"]; }

  // Runs the step as GitHub's runner does in a container: `sh -e FILE`, in the workspace.
  Ran grade(const std::string& pass, const std::string& assignment = "") const {
    for (const YAML::Node& step : steps()) {
      if (step["name"].as<std::string>() != "Grade") continue;
      const std::string script = folder_.write("script.sh", step["run"].as<std::string>());
      return run_program(
          {"/usr/bin/env", "-C", folder_.path(),
           "ASSIGNMENT=" +
               (assignment.empty() ? workflow_["env"]["ASSIGNMENT"].as<std::string>() : assignment),
           "PASS=" + pass, "GITHUB_STEP_SUMMARY=" + (folder_.path() / "summary").string(),
           "PATH=" + (folder_.path() / "bin").string() + ":/usr/bin:/bin", "sh", "-e", script});
    }
    throw std::logic_error("there is no step Grade");
  }

  TemporaryFolder folder_;
  YAML::Node workflow_ = YAML::LoadFile(project() / "grader/integrations/github/grade.yml");
};

TEST_F(Workflow, HasOnlyStepsThatTheRunnerKnows) {
  ASSERT_TRUE(workflow_["on"]["push"].IsDefined());
  EXPECT_EQ(workflow_["permissions"].size(), 1u);
  EXPECT_EQ(workflow_["permissions"]["contents"].as<std::string>(), "read");
  std::size_t checkouts = 0;
  for (const YAML::Node& step : steps()) {
    for (const auto& member : step) {
      EXPECT_THAT(member.first.as<std::string>(), MatchesRegex("name|id|if|uses|with|run"));
    }
    ASSERT_NE(step["uses"].IsDefined(), step["run"].IsDefined()) << step["name"];
    if (!step["uses"].IsDefined()) continue;
    const std::string action = step["uses"].as<std::string>();
    EXPECT_THAT(action, MatchesRegex("actions/[a-z]+@v[0-9]+"));
    if (!action.starts_with("actions/checkout@")) continue;
    ++checkouts;
    // Otherwise checkout stores the token in .git/config, in the submission's folder.
    EXPECT_EQ(step["with"]["persist-credentials"].as<std::string>(), "false");
  }
  EXPECT_EQ(checkouts, 1u);
}

TEST_F(Workflow, RunsInTheImageAndBuildsNothing) {
  const YAML::Node container = workflow_["jobs"]["grade"]["container"];
  EXPECT_EQ(container["image"].as<std::string>(), "${{ vars.GRADER_IMAGE }}");
  EXPECT_EQ(container["credentials"]["password"].as<std::string>(), "${{ secrets.GRADER_TOKEN }}");
  std::string commands;
  for (const YAML::Node& step : steps()) {
    if (step["run"].IsDefined()) commands += step["run"].as<std::string>() + "\n";
  }
  for (const char* word : {"apt", "make", "cmake", "install"}) EXPECT_THAT(commands, Not(HasSubstr(word)));
}

TEST_F(Workflow, AnnotatesTheStudentsFiles) {
  NEEDS_SANDBOX();
  fs::create_directory(folder_.path() / "submission");
  fs::copy(project() / "assignments/a1-gates/sample-submission", folder_.path() / "submission/a1-gates");
  const Ran ran = grade("100");
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("::error file=a1-gates/leaky_relu.cpp,line="));
  EXPECT_THAT(ran.out, ::testing::StartsWith("::"));  // no table, whose foreign words could be commands
  EXPECT_THAT(read_file(folder_.path() / "summary"), HasSubstr("<h2>a1-gates: "));
  EXPECT_EQ(grade("10").exit_code, 0);
}

// Here the template repository is a kit.
class WorkflowOnKits : public Workflow, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    ASSERT_EQ(run_grader({"kit", GetParam(), "--out", kit()}).exit_code, 0);
    fs::remove_all(kit() + "/submission");
    copy_solutions(GetParam(), kit() + "/submission");
  }
  std::string kit() const { return folder_.path() / "submission"; }
};

TEST_P(WorkflowOnKits, GivesAllPointsToAWholeKit) {
  NEEDS_SANDBOX();
  const Ran ran = grade("100", GetParam());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(read_file(folder_.path() / "summary"),
              HasSubstr(std::string("<h2>") + GetParam() + ": 100 / 100 points"));

  if (std::string(GetParam()) != "a1-gates") return;
  replace_in_file(kit() + "/submission/relu.cpp", "x > 0.0", "x > 0.0 +");
  const Ran wrong = grade("100");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("::error file=submission/relu.cpp,line="));
}

INSTANTIATE_TEST_SUITE_P(, WorkflowOnKits, ::testing::Values("a1-gates", "a2-depth", "a3-time", "a4-wild"));

TEST_F(Workflow, AnEmptyRepositoryIsRedAndSaysWhy) {
  NEEDS_SANDBOX();
  fs::create_directory(folder_.path() / "submission");
  const Ran ran = grade("10");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("none of the expected files"));
  EXPECT_EQ(ran.out, "");
}

}  // namespace
}  // namespace grader
