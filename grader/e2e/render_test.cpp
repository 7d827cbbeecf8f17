// The real program renders a report for every other system.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Rendering : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const Ran ran = run_grader({"grade", (project() / "assignments/a1-gates/sample-submission").string(),
                                "--problem", "softmax_loss", "--json", report().string()});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }

  static fs::path report() { return folder_->path() / "report.json"; }

  static std::string rendered(const std::string& format) {
    const Ran ran = run_grader({"render", report().string(), "--as", format});
    EXPECT_EQ(ran.exit_code, 0) << format << ": " << ran.err;
    EXPECT_EQ(ran.err, "") << format;
    return ran.out;
  }

  static Json rendered_json(const std::string& format) {
    const std::string text = rendered(format);
    EXPECT_TRUE(parse_json_if_valid(text)) << format << ": " << text;
    return parse_json(text);
  }

  static TemporaryFolder* folder_;
};

TemporaryFolder* Rendering::folder_ = nullptr;

TEST_F(Rendering, AsJsonOfOtherSystems) {
  EXPECT_EQ(rendered_json("gradescope").at("score"), 0.0);
  EXPECT_EQ(rendered_json("gradescope").at("tests").size(), 1u);
  EXPECT_TRUE(rendered_json("prairielearn").contains("score"));
  EXPECT_TRUE(rendered_json("check50").contains("results"));
  for (const char* format : {"github-classroom", "submitty"}) rendered_json(format);
}

TEST_F(Rendering, AsWhatMachinesReadLineByLine) {
  EXPECT_THAT(rendered("junit"), StartsWith("<?xml"));
  EXPECT_THAT(rendered("csv"), StartsWith("assignment,submission,problem,"));
  EXPECT_THAT(rendered("github"), HasSubstr("::error file=softmax_loss.cpp,line="));
  EXPECT_THAT(rendered("autolab"), HasSubstr(R"({"scores")"));
}

TEST_F(Rendering, AsAPageThatNeedsNoNetwork) {
  const std::string page = rendered("html");
  EXPECT_THAT(page, StartsWith("<!doctype html>"));
  EXPECT_THAT(page, HasSubstr("softmax_loss"));
  EXPECT_EQ(page.find("src=\"http"), std::string::npos);
  EXPECT_EQ(page.find("<link "), std::string::npos);
}

TEST_F(Rendering, ToAFile) {
  const fs::path file = folder_->path() / "results.json";
  const Ran ran = run_grader({"render", report().string(), "--as", "gradescope", "--out", file.string()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(read_file(file), rendered("gradescope"));
}

TEST_F(Rendering, AddsTheJobSummary) {
  const fs::path summary = folder_->write("summary.md", "What another step said.\n");
  setenv("GITHUB_STEP_SUMMARY", summary.c_str(), 1);
  rendered("github");
  unsetenv("GITHUB_STEP_SUMMARY");
  EXPECT_THAT(read_file(summary), StartsWith("What another step said.\n"));
  EXPECT_THAT(read_file(summary), HasSubstr("softmax_loss"));
}

TEST_F(Rendering, SaysWhatClassroom50sRunnerWouldHaveSet) {
  const Ran ran = run_grader({"render", report().string(), "--as", "classroom50"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("CLASSROOM is not set"));
}

TEST_F(Rendering, RefusesAFormatThatThereIsNot) {
  const Ran ran = run_grader({"render", report().string(), "--as", "telegram"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("gradescope"));
}

}  // namespace
}  // namespace grader
