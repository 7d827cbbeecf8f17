// The real program chooses which of a student's files are graded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "grader/batch/testing/archives.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class WhichFiles : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  // Writes an assignment with these problems of a1-gates, so that a batch takes only seconds.
  std::string assignment(const std::vector<std::string>& ids = {"affine", "relu"}) const {
    Json own = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
    Json kept = Json::array();
    for (const Json& problem : own["problems"].elements()) {
      if (std::ranges::find(ids, problem["id"].get<std::string>()) != ids.end()) kept.push_back(problem);
    }
    own["problems"] = kept;
    return folder_.write("few.json", own.dump());
  }

  Report grade(const std::string& submission, const std::string& assignment) {
    ran_ = run_grader({"grade", path(submission), "--assignment", assignment, "--json", path("report.json")});
    EXPECT_EQ(ran_.exit_code, 0) << ran_.err;
    return parse_report(read_file(path("report.json")));
  }

  void put_solution(const std::string& name, const std::string& to) const {
    fs::create_directories((folder_.path() / to).parent_path());
    fs::copy_file(project() / "solutions/a1-gates" / name, folder_.path() / to,
                  fs::copy_options::overwrite_existing);
  }
  void put_wrong_relu(const std::string& to) const {
    put_solution("relu.cpp", to);
    replace_in_file(path(to), "x > 0.0", "x < 0.0");
  }
  void put_starters(const std::string& to) const {
    fs::create_directories(folder_.path() / to);
    fs::copy(project() / "starter/a1-gates", folder_.path() / to, fs::copy_options::recursive);
  }

  const TemporaryFolder folder_;
  Ran ran_;
};

// A kit as it was given out, with the work in `submission/`.
class WholeKit : public WhichFiles {
 protected:
  void make(const std::string& assignment) const {
    const Ran made = run_grader({"kit", assignment, "--out", path("class/ada")});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    fs::remove_all(path("class/ada/submission"));
    copy_solutions(assignment, path("class/ada/submission"));
  }
};

class WholeKitOf : public WholeKit, public ::testing::WithParamInterface<const char*> {};

// A batch grades equal files once, so that the three forms cost one run.
TEST_P(WholeKitOf, GetsAllPointsInAClassAsAFolderAndAsAnArchive) {
  make(GetParam());
  testing::write_archive_of(path("class/bob.zip"), path("class/ada"), "my kit/");
  testing::write_archive_of(path("class/cay.tar.gz"), path("class/ada"), "");
  ran_ = run_grader({"batch", path("class"), "--out", path("grades"), "--assignment", GetParam()});
  EXPECT_EQ(ran_.exit_code, 0) << ran_.err;
  for (const auto& [student, folder] :
       {std::pair{"ada", "submission"}, {"bob", "my kit/submission"}, {"cay", "submission"}}) {
    const Report one = parse_report(read_file(path("grades/reports/") + student + ".json"));
    EXPECT_EQ(one.score, 100.0) << student;
    EXPECT_EQ(one.submission.folder, folder);
    EXPECT_TRUE(one.submission.notes.empty()) << one.submission.notes.front();
  }
  EXPECT_THAT(ran_.out, Not(HasSubstr("Look at these yourself")));
}

INSTANTIATE_TEST_SUITE_P(Assignments, WholeKitOf,
                         ::testing::Values("a1-gates", "a2-depth", "a3-time", "a4-wild", "a5-space",
                                           "a6-attention"));

// What is in a kit does not depend on whether a class or one submission is graded.
TEST_F(WholeKit, GetsAllPointsByItself) {
  make("a1-gates");
  EXPECT_EQ(grade("class/ada", "a1-gates").score, 100.0) << ran_.out;
  EXPECT_EQ(parse_report(read_file(path("report.json"))).submission.id, "ada");
  testing::write_archive_of(path("kit.zip"), path("class/ada"), "kit/");
  const Report report = grade("kit.zip", "a1-gates");
  EXPECT_EQ(report.score, 100.0) << ran_.out;
  EXPECT_EQ(report.submission.folder, "kit/submission");
}

TEST_F(WhichFiles, TheStartersCopyBesideTheWork) {
  put_starters("starter/a1-gates");
  put_starters("my-gates");
  put_solution("relu.cpp", "my-gates/relu.cpp");
  const Report report = grade(".", assignment());
  EXPECT_EQ(report.score, 5.0);
  EXPECT_EQ(report.submission.folder, "my-gates");
}

TEST_F(WhichFiles, TheCoursesSolutionsBesideAWrongAnswer) {
  put_solution("affine.cpp", "solutions/a1-gates/affine.cpp");
  put_solution("relu.cpp", "solutions/a1-gates/relu.cpp");
  put_wrong_relu("my-gates/relu.cpp");
  const Report report = grade(".", assignment());
  EXPECT_EQ(report.score, 0.0);
  EXPECT_THAT(ran_.out, StartsWith("Note: solutions/a1-gates/ holds the course's own solutions"));
}

TEST_F(WhichFiles, SeveralVersionsAreSaidFirstAndInTheClass) {
  put_solution("relu.cpp", "class/ada/one/relu.cpp");
  put_wrong_relu("class/ada/two/relu.cpp");
  put_solution("relu.cpp", "class/bob/relu.cpp");
  const Report report = grade("class/ada", assignment());
  const std::string note = "Graded: one/. Other versions of relu.cpp are in two/ and were not graded.";
  EXPECT_THAT(ran_.out, StartsWith("Note: " + note));
  EXPECT_EQ(report.submission.folder, "one");
  EXPECT_EQ(report.submission.not_graded, std::vector<std::string>{"two/"});

  ran_ = run_grader({"batch", path("class"), "--out", path("grades"), "--assignment", assignment()});
  EXPECT_EQ(ran_.exit_code, 0) << ran_.err;
  EXPECT_THAT(ran_.out, HasSubstr("Look at these yourself: 1\n  ada: graded\n    Graded: one/."));
  EXPECT_THAT(read_file(path("grades/grades.csv")), HasSubstr(note));
  EXPECT_THAT(read_file(path("grades/index.html")), HasSubstr("Other versions of relu.cpp"));
  EXPECT_THAT(read_file(path("grades/reports/ada.html")), HasSubstr("Other versions of relu.cpp"));
}

TEST_F(WhichFiles, AnAssignmentOverSeveralFolders) {
  Json own = parse_json(read_file(assignment()));
  const Json a2 = parse_json(read_file(project() / "assignments/a2-depth/assignment.json"));
  for (const Json& problem : a2["problems"].elements()) {
    if (problem["id"] == "batchnorm" || problem["id"] == "sgd") own["problems"].push_back(problem);
  }
  own["id"] = "mine";
  folder_.write("own.json", own.dump());
  ran_ = run_grader(
      {"grade", project() / "solutions", "--assignment", path("own.json"), "--json", path("report.json")});
  const Report report = parse_report(read_file(path("report.json")));
  EXPECT_EQ(report.score, report.max_score) << ran_.out;
  EXPECT_TRUE(report.submission.notes.empty());
  EXPECT_EQ(report.submission.folder, ".");
}

TEST_F(WhichFiles, ASingleFileAndARelativePath) {
  put_solution("relu.cpp", "relu.cpp");
  EXPECT_EQ(grade("relu.cpp", assignment()).score, 5.0);
  const Ran there = run_program({"/usr/bin/env", "-C", path(""), GRADER_PROGRAM, "grade", "relu.cpp",
                                 "--assignment", assignment(), "--json", "-"});
  EXPECT_EQ(parse_json(there.out)["score"], 5);
}

TEST_F(WhichFiles, AClassOfEverySortOfRow) {
  put_solution("relu.cpp", "class/smithjohn_12347_1_relu.cpp");
  put_solution("affine.cpp", "class/smithjohn_LATE_12347_2_Affine.cpp");
  put_solution("relu.cpp", "class/Ada Lovelace_5_assignsubmission_file_/one/relu.cpp");
  folder_.write("class/Ada Lovelace_5_assignsubmission_onlinetext_/onlinetext.html", "<p>see my file</p>");
  folder_.write("class/Bob_6_assignsubmission_onlinetext_/onlinetext.html", "<p>I was ill</p>");
  folder_.write("class/roster.csv", "id,name\n");
  folder_.write("class/eve.zip", "<html>Please log in</html>");
  const std::vector<std::string> batch = {"batch",        path("class"),  "--out",
                                          path("grades"), "--assignment", assignment()};
  ran_ = run_grader(batch);
  EXPECT_EQ(ran_.exit_code, 1) << ran_.err;
  EXPECT_THAT(ran_.out, HasSubstr("4 submissions, 4 graded in"));
  EXPECT_THAT(ran_.out, HasSubstr("; 1 file left alone"));
  EXPECT_THAT(read_file(path("grades/index.html")),
              HasSubstr("4 submissions, 2 graded; files left alone: 1"));
  const std::string csv = read_file(path("grades/grades.csv"));
  EXPECT_THAT(csv, HasSubstr("12347,smithjohn,,smithjohn_12347,graded,5,17,0,5,"));
  EXPECT_THAT(csv, HasSubstr("\"affine.cpp is not here, but Affine.cpp is: rename it.\""));
  EXPECT_THAT(csv, HasSubstr("Participant 5,Ada Lovelace,,Ada Lovelace_5,graded,5,17,0,5,"));
  EXPECT_THAT(csv, HasSubstr("Participant 6,Bob,,Bob_6,empty,0,17,"));
  EXPECT_THAT(csv, HasSubstr("; it has onlinetext.html."));
  EXPECT_THAT(csv, HasSubstr("roster.csv,,,roster.csv,left_alone,0,17,"));
  EXPECT_THAT(csv, HasSubstr("eve.zip: it cannot be unpacked: it is a web page (HTML), and no archive."));

  std::vector<std::string> take = batch;
  take.emplace_back("--take-similar-names");
  ran_ = run_grader(take);
  const std::string taken = read_file(path("grades/grades.csv"));
  EXPECT_THAT(taken, HasSubstr("12347,smithjohn,,smithjohn_12347,graded,17,17,12,5,"));
  EXPECT_THAT(taken, HasSubstr("Affine.cpp was graded as affine.cpp."));
}

TEST_F(WhichFiles, ADamagedArchiveIsNoCompileError) {
  put_solution("relu.cpp", "files/relu.cpp");
  testing::write_archive_of(path("hw.zip"), path("files"), "");
  std::string bytes = read_file(path("hw.zip"));
  bytes[bytes.size() / 3] ^= 0x10;
  folder_.write("hw.zip", bytes);
  const Ran ran = run_grader({"grade", path("hw.zip"), "--assignment", assignment()});
  EXPECT_EQ(ran.exit_code, 2) << ran.out;
  EXPECT_THAT(ran.err, StartsWith("grader: hw.zip: it cannot be unpacked"));
}

TEST_F(WhichFiles, OneFileForReportAndPageIsRefused) {
  put_solution("relu.cpp", "relu.cpp");
  const Ran ran = run_grader({"grade", path("relu.cpp"), "--json", path("x"), "--html", path("./x")});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--json and --html name the same file"));
}

TEST_F(WhichFiles, MakeTakesAFolderWithASpaceInItsName) {
  const Ran ran =
      run_program({"/usr/bin/make", "-C", project(), "--dry-run", "grade", "SUBMISSION=my gates"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("grade \"my gates\" --assignment"));
  EXPECT_THAT(ran.out, HasSubstr("--json \"build/reports/my gates/a1-gates.json\""));
  EXPECT_THAT(ran.out, HasSubstr("mkdir -p \"build/reports/my gates\""));
}

TEST_F(WhichFiles, CheckRunsAnAssignment) {
  const Ran good = run_grader({"check", assignment()});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("is in order: the course's solutions get all 17 points."));

  Json own = parse_json(read_file(assignment()));
  own["limits"] = {{"memory_mb", 1}};
  const Ran starved = run_grader({"check", folder_.write("starved.json", own.dump())});
  EXPECT_EQ(starved.exit_code, 2) << starved.out;
  EXPECT_THAT(starved.err, HasSubstr("the course's own solutions get 0 of 17 points"));

  own["problems"][0]["checks"][0]["probes"] = {"moon"};
  const Ran unknown = run_grader({"check", folder_.write("moon.json", own.dump())});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("names \"moon\", which is no probe of affine; there is "));
}

TEST(OpsCommand, ListsTheProbes) {
  const Json ops = parse_json(run_grader({"ops"}).out);
  for (const Json& op : ops.elements()) EXPECT_FALSE(op["probes"].empty()) << op["name"];
}

}  // namespace
}  // namespace grader
