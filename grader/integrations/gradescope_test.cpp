// Checks what Gradescope gets: whatever happens, a results.json that it accepts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/testing/schema.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string integration(const std::string& name) { return project() / "grader/integrations" / name; }

std::set<std::string> lines(const std::string& text) {
  std::set<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.ends_with('/')) result.insert(line);
  }
  return result;
}

TEST(GradescopeZip, HoldsTheScriptsAndThePackageAndNothingElse) {
  const TemporaryFolder folder;
  const std::string zip = folder.path() / "a1.zip";
  folder.write("packages/backprop-grader_0.1.0~debian12_amd64.deb", "the grader");
  folder.write("packages/backprop-course_0.1.0~debian12_amd64.deb", "solutions");
  const Ran built = run_program({"/usr/bin/env", "PACKAGES=" + (folder.path() / "packages").string(),
                                 integration("gradescope/build"), "a1-gates", zip});
  ASSERT_EQ(built.exit_code, 0) << built.err;
  const std::set<std::string> expected = {"setup.sh", "run_autograder", "install-package", "assignment",
                                          "packages/backprop-grader_0.1.0~debian12_amd64.deb"};
  EXPECT_EQ(lines(run_program({CMAKE_PROGRAM, "-E", "tar", "tf", zip}).out), expected);

  const std::string unpacked = folder.path() / "unpacked";
  fs::create_directory(unpacked);
  run_program({"/usr/bin/env", "-C", unpacked, CMAKE_PROGRAM, "-E", "tar", "xf", zip});
  EXPECT_EQ(read_file(unpacked + "/assignment"), "a1-gates\n");
  for (const char* name : {"setup.sh", "run_autograder", "install-package"}) {
    EXPECT_NE(fs::status(unpacked + "/" + name).permissions() & fs::perms::owner_exec, fs::perms::none)
        << name;
  }
  // On another system than the package's, the log of Gradescope's build says so.
  fs::remove(unpacked + "/packages/backprop-grader_0.1.0~debian12_amd64.deb");
  std::ofstream(unpacked + "/packages/backprop-grader_0.1.0~beos5_amd64.deb");
  const Ran other = run_program({unpacked + "/setup.sh"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, AllOf(HasSubstr("There is no package backprop-grader for "), HasSubstr("beos5")));
}

TEST(GradescopeZip, IsNotBuiltWithoutAPackage) {
  const TemporaryFolder folder;
  const Ran built = run_program({"/usr/bin/env", "PACKAGES=" + folder.path().string(),
                                 integration("gradescope/build"), "a1-gates", folder.path() / "a1.zip"});
  EXPECT_EQ(built.exit_code, 2);
  EXPECT_THAT(built.err, HasSubstr("run `make package` first"));
  EXPECT_FALSE(fs::exists(folder.path() / "a1.zip"));
}

TEST(GradescopeZip, IsNotBuiltForAnAssignmentThatIsNotThere) {
  const Ran built = run_program({integration("gradescope/build"), "a9", "/nowhere/a9.zip"});
  EXPECT_EQ(built.exit_code, 2);
  EXPECT_THAT(built.err, HasSubstr("There is no assignment a9; there is: a1-gates"));
}

class RunAutograder : public ::testing::Test {
 protected:
  RunAutograder() {
    folder_.write("source/assignment", "a1-gates\n");
    fs::create_directory(folder_.path() / "submission");
    fs::create_directory(folder_.path() / "results");
  }

  // Calls `program` in place of the grader, or the real grader if `program` is empty. The results must be
  // what Gradescope reads.
  Json results(const std::string& program = {}) {
    std::vector<std::string> words = {"/usr/bin/env", "AUTOGRADER=" + folder_.path().string()};
    std::string grader = GRADER_PROGRAM;
    if (!program.empty()) {
      grader = folder_.write("grader", "#!/bin/sh\n" + program + "\n");
      fs::permissions(grader, fs::perms::owner_all);
    }
    words.insert(words.end(), {"GRADER=" + grader, integration("gradescope/run_autograder")});
    ran_ = run_program(words);
    const Json json = parse_json(read_file(folder_.path() / "results/results.json"));
    EXPECT_EQ(JsonSchema(project() / "grader/report/formats/schemas/gradescope.schema.json").complaint(json),
              "");
    EXPECT_EQ(json["stdout_visibility"], "hidden");
    return json;
  }

  // Expects 0 points, and messages that are valid JSON text and nothing else.
  std::string words_without_points(const std::string& program = {}) {
    const Json json = results(program);
    EXPECT_EQ(json["score"], 0);
    return json["output"].string();
  }

  TemporaryFolder folder_;
  Ran ran_;
};

TEST_F(RunAutograder, GivesTheGradersScore) {
  NEEDS_SANDBOX();
  const fs::path sample = project() / "assignments/a1-gates/sample-submission";
  fs::copy(sample, folder_.path() / "submission/my gates");  // as a student's archive is unpacked
  const Json json = results();
  EXPECT_EQ(ran_.exit_code, 0);
  const Ran alone = run_grader({"grade", sample, "--json", "-"});
  const Json report = parse_json(alone.out);
  EXPECT_EQ(json["score"], report["score"]);
  EXPECT_EQ(json["tests"].size(), report["problems"].size());
  EXPECT_GT(json["score"].get<double>(), 0);
}

class RunAutograderOnKits : public RunAutograder, public ::testing::WithParamInterface<const char*> {};

TEST_P(RunAutograderOnKits, GivesAllPointsToAWholeKit) {
  NEEDS_SANDBOX();
  folder_.write("source/assignment", std::string(GetParam()) + "\n");
  const std::string kit = folder_.path() / "submission/kit";
  ASSERT_EQ(run_grader({"kit", GetParam(), "--out", kit}).exit_code, 0);
  fs::remove_all(kit + "/submission");
  copy_solutions(GetParam(), kit + "/submission");
  const Json json = results();
  EXPECT_EQ(json["score"], 100.0) << ran_.out;
}

INSTANTIATE_TEST_SUITE_P(, RunAutograderOnKits, ::testing::Values("a1-gates", "a4-wild"));

TEST_F(RunAutograder, SaysWhichOfSeveralVersionsItGraded) {
  NEEDS_SANDBOX();
  for (const char* name : {"one", "two"}) {
    copy_solutions("a1-gates", folder_.path() / "submission" / name);
    replace_in_file(folder_.path() / "submission" / name / "relu.cpp", "x > 0.0",
                    std::string("x > 0.0 /* */ + 0 * ") + (name[0] == 'o' ? "1" : "2"));
  }
  EXPECT_THAT(results()["output"].get<std::string>(),
              HasSubstr("Graded: one/. Other versions of relu.cpp are in two/ and were not graded."));
}

TEST_F(RunAutograder, SaysWhatIsMissingInAnEmptySubmission) {
  NEEDS_SANDBOX();
  EXPECT_THAT(words_without_points(),
              AllOf(HasSubstr("Nothing could be graded."),
                    HasSubstr("none of the expected files: circuit.cpp, affine.cpp")));
}

TEST_F(RunAutograder, SaysThatAGraderCrashed) {
  EXPECT_THAT(words_without_points("kill -SEGV $$"),
              AllOf(HasSubstr("exit code 139"), HasSubstr("This is not your fault")));
  EXPECT_THAT(words_without_points("exec /nowhere/grader"), HasSubstr("exit code 127"));
}

TEST_F(RunAutograder, LeavesAResultWhenItIsKilledItself) {
  EXPECT_THAT(words_without_points("kill -KILL $PPID"), HasSubstr("was stopped before it had a verdict"));
}

TEST_F(RunAutograder, ShowsComplaintsOfTheGraderButNoOtherWords) {
  const std::string complaint = R"(printf 'a "b" \\ \t \001 c\nd' >&2; exit )";
  EXPECT_THAT(words_without_points(complaint + "2"), HasSubstr(R"(a "b" \     c d)"));
  EXPECT_THAT(words_without_points(complaint + "3"), Not(HasSubstr("\"b\"")));
  EXPECT_THAT(ran_.out, HasSubstr("a \"b\""));
}

TEST_F(RunAutograder, DemandsASandbox) {
  const std::string words = words_without_points("echo \"$@\" >&2; exit 2");
  EXPECT_THAT(words, HasSubstr("--isolation sandbox"));
}

}  // namespace
}  // namespace grader
