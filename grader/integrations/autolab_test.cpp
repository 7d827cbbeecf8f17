// Runs what Autolab gets as Tango runs it: files in one folder, `make`, and the last lines of the output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/testing/schema.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Autolab : public ::testing::Test {
 protected:
  Autolab() {
    const std::string out = job("given");
    const Ran built = run_program({project() / "grader/integrations/autolab/build", "a1-gates", out});
    EXPECT_EQ(built.exit_code, 0) << built.err;
    fs::create_directory(job("job"));
    fs::copy_file(out + "/autograde-Makefile", job("job/Makefile"));
    fs::copy_file(out + "/autograde.tar", job("job/autograde.tar"));
  }

  std::string job(const std::string& name) const { return folder_.path() / name; }

  void hand_in(const fs::path& files) {
    run_program(
        {"/usr/bin/tar", "-czf", job("job/handin.tar.gz"), "-C", files.parent_path(), files.filename()});
  }

  // Returns the lines that Autolab gets: autodriver joins stdout and stderr. MAKELEVEL is unset because
  // Tango's make is not called by another make, and a nested make would end with a line about its directory.
  std::vector<std::string> lines(const std::string& grader = GRADER_PROGRAM) const {
    const Ran ran =
        run_program({"/bin/sh", "-c", "cd \"$1\" && GRADER=\"$2\" env -u MAKEFLAGS -u MAKELEVEL make 2>&1",
                     "sh", job("job"), grader});
    EXPECT_EQ(ran.exit_code, 0) << ran.out;
    std::vector<std::string> result;
    std::istringstream stream(ran.out);
    for (std::string line; std::getline(stream, line);) result.push_back(line);
    return result;
  }

  static std::string complaint(const std::string& schema, const std::string& line) {
    return JsonSchema(project() / "grader/report/formats/schemas" / (schema + ".schema.json"))
        .complaint(parse_json(line));
  }

  TemporaryFolder folder_;
};

TEST_F(Autolab, TheLastTwoLinesAreItsOwn) {
  NEEDS_SANDBOX();
  const fs::path sample = project() / "assignments/a1-gates/sample-submission";
  hand_in(sample);
  const std::vector<std::string> printed = lines();
  ASSERT_GT(printed.size(), 10u);
  EXPECT_EQ(complaint("autolab-feedback", printed[printed.size() - 2]), "");
  EXPECT_EQ(complaint("autolab-scores", printed.back()), "");
  const Json report = parse_json(run_grader({"grade", sample, "--json", "-"}).out);
  double sum = 0;
  const Json autoresult = parse_json(printed.back());
  for (const auto& [problem, points] : autoresult["scores"].members()) sum += points.get<double>();
  EXPECT_EQ(sum, report["score"]);
  EXPECT_GT(sum, 0);
}

// Without a score line, Autolab reports that grading failed, and leaves earlier points alone.
TEST_F(Autolab, NothingLooksLikePointsWhereNothingWasGraded) {
  NEEDS_SANDBOX();
  std::ofstream(job("job/handin.tar.gz")) << "no archive";
  std::vector<std::string> printed = lines();
  EXPECT_FALSE(parse_json_if_valid(printed.back())) << printed.back();
  EXPECT_THAT(::testing::PrintToString(printed), HasSubstr("it cannot be unpacked"));

  fs::remove_all(job("job/class"));
  fs::remove_all(job("job/grades"));
  std::ofstream(job("job/handin.tar.gz")) << "no archive";
  printed = lines("/nowhere/grader");
  EXPECT_FALSE(parse_json_if_valid(printed.back())) << printed.back();
  EXPECT_THAT(printed.back(), HasSubstr("exit code 127"));
}

}  // namespace
}  // namespace grader
