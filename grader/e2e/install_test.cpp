// Installs the grader, moves it, and uses it as people do who did not install it: from a folder that they
// cannot write to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

class Installed : public ::testing::Test {
 protected:
  // Installed to one place, moved to a second and to a third, and then read-only.
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder("backprop-installed-", TemporaryFolder::Access::everybody);
    const Ran ran = run_program({CMAKE_PROGRAM, "--install", BUILD, "--prefix", folder_->path() / "first"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    fs::rename(folder_->path() / "first", folder_->path() / "second");
    fs::create_directories(folder_->path() / "deeper");
    fs::rename(folder_->path() / "second", prefix());
    fs::create_directory(folder_->path() / "home");
    fs::permissions(folder_->path() / "home", fs::perms(0777));
    run_program({"/usr/bin/chmod", "-R", "a-w", prefix()});
    fs::copy(project() / "assignments/a1-gates/sample-submission", folder_->path() / "home/sample");
  }
  static void TearDownTestSuite() {
    run_program({"/usr/bin/chmod", "-R", "u+w", prefix()});
    delete folder_;
  }

  static fs::path prefix() { return folder_->path() / "deeper/third"; }
  static fs::path home() { return folder_->path() / "home"; }

  // Runs the installed grader in the home of an ordinary user, who knows nothing of the build.
  static Ran run(std::vector<std::string> words) {
    std::vector<std::string> command = {"/usr/bin/env",           "-i", "-C", home(), "PATH=/usr/bin:/bin",
                                        "HOME=" + home().string()};
    // The kernels of OpenBLAS decide over last bits, and long trainings make those grow.
    for (const char* name : {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}) {
      if (const char* value = std::getenv(name)) command.push_back(std::string(name) + '=' + value);
    }
    if (geteuid() == 0) {
      for (const char* word :
           {"/usr/bin/setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"})
        command.push_back(word);
    }
    command.push_back(prefix() / "bin/grader");
    command.insert(command.end(), words.begin(), words.end());
    return run_program(command);
  }

  static TemporaryFolder* folder_;
};
TemporaryFolder* Installed::folder_ = nullptr;

TEST_F(Installed, GradesTheSample) {
  const Ran ran = run({"grade", "sample", "--json", "sample.json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Total: 57 / 100 points"));
  // As in the build: also the same hints, excerpts and names.
  const Json report = parse_json(read_file(home() / "sample.json"));
  const Json here = parse_json(run_grader({"grade", home() / "sample", "--json", "-"}).out);
  EXPECT_EQ(report["problems"].size(), here["problems"].size());
  for (std::size_t i = 0; i < here["problems"].size(); ++i) {
    EXPECT_EQ(report["problems"][i]["score"], here["problems"][i]["score"]);
    EXPECT_EQ(report["problems"][i]["checks"].dump(), here["problems"][i]["checks"].dump());
  }
}

TEST_F(Installed, NamesNoFolderOfTheBuild) {
  const Ran doctor = run({"doctor"});
  EXPECT_EQ(doctor.exit_code, 0) << doctor.out;
  EXPECT_THAT(doctor.out, AllOf(HasSubstr("toolkit: " + (prefix() / "lib/backprop/toolkit").string()),
                                Not(HasSubstr(BUILD)), Not(HasSubstr("FAIL"))));
}

TEST_F(Installed, MakesKitsAndGradesAClass) {
  NEEDS_SANDBOX();
  const Ran kit = run({"kit", "a1-gates", "--out", "kit"});
  EXPECT_EQ(kit.exit_code, 0) << kit.err;
  EXPECT_TRUE(fs::exists(home() / "kit/assignments/a1-gates/golden/affine.json"));
  for (const char* script :
       {"tools/build", "tools/install-packages", "tools/prepare", "submission/worker-layers"})
    EXPECT_EQ(access((home() / "kit/grader" / script).c_str(), X_OK), 0) << script << " cannot be run";
  const Ran untouched = run({"grade", "kit/submission", "--assignment",
                             "kit/assignments/a1-gates/assignment.json", "--problem", "relu"});
  EXPECT_THAT(untouched.out, HasSubstr("Total: 0 / ")) << untouched.err;

  fs::create_directory(home() / "class");
  fs::copy(home() / "sample", home() / "class/ada");
  fs::permissions(home() / "class", fs::perms(0755));
  const Ran batch =
      run({"batch", "class", "--assignment", "a1-gates", "--out", "grades", "--isolation", "sandbox"});
  EXPECT_EQ(batch.exit_code, 0) << batch.err;
  EXPECT_THAT(read_file(home() / "grades/grades.csv"), AllOf(HasSubstr("ada"), HasSubstr("57")));
}

TEST_F(Installed, KeepsCompiledFilesInTheUsersCache) {
  ASSERT_EQ(run({"grade", "sample", "--problem", "relu"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(home() / ".cache/backprop"));
}

TEST_F(Installed, SaysWhatItIs) {
  EXPECT_THAT(
      run({"--version"}).out,
      MatchesRegex(
          "grader [0-9]+\\.[0-9]+\\.[0-9]+\ncommit ([0-9a-f]{12}|unknown)\nbuilt by .*[0-9]+( \\(.*\\))?\n"));
}

// As a package comes: without the precompiled header, which only the compiler that made it takes.
TEST_F(Installed, MakesThePrecompiledHeaderOnceWhereNoneFits) {
  const fs::path bare = folder_->path() / "bare";
  const Ran installed =
      run_program({CMAKE_PROGRAM, "--install", BUILD, "--prefix", bare, "--component", "grader"});
  ASSERT_EQ(installed.exit_code, 0) << installed.err;
  const fs::path cache = folder_->path() / "cache";
  const auto grade = [&](const fs::path& prefix) {
    return run_program({"/usr/bin/env", "XDG_CACHE_HOME=" + cache.string(), prefix / "bin/grader", "grade",
                        home() / "sample", "--problem", "relu"});
  };
  const Ran first = grade(bare);
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.err, StartsWith(std::string("Preparing the headers of the course for ") +
                                    (clang_compiles_submissions() ? "clang++ " : "g++ ")));
  EXPECT_TRUE(fs::exists(cache / "backprop/precompiled"));
  fs::rename(bare, folder_->path() / "bare moved");
  const Ran second = grade(folder_->path() / "bare moved");
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(second.err, "");
}

TEST_F(Installed, WithoutTheCourseItGradesAndMakesNoKit) {
  const fs::path bare = folder_->path() / "for students";
  for (const char* component : {"grader", "precompiled"}) {
    const Ran installed =
        run_program({CMAKE_PROGRAM, "--install", BUILD, "--prefix", bare, "--component", component});
    ASSERT_EQ(installed.exit_code, 0) << installed.err;
  }
  EXPECT_FALSE(fs::exists(bare / "share/backprop/solutions"));
  const Ran found = run_program({"/usr/bin/grep", "-rlIF", "BEGIN SOLUTION", bare});
  EXPECT_EQ(found.out, "");

  const Ran kit = run_program({bare / "bin/grader", "kit", "a1-gates", "--out", folder_->path() / "kit"});
  EXPECT_EQ(kit.exit_code, 2);
  EXPECT_THAT(kit.err, HasSubstr("install the package backprop-course"));
  const Ran graded = run_program({"/usr/bin/env", "XDG_CACHE_HOME=" + (folder_->path() / "cache").string(),
                                  bare / "bin/grader", "grade", home() / "sample"});
  EXPECT_THAT(graded.out, HasSubstr("Total: 57 / 100 points")) << graded.err;
}

// The sandbox shows all of /usr.
TEST_F(Installed, RefusesToGradeWhereSubmissionsCanReadTheCourse) {
  const auto run_there = [&](std::vector<std::string> words) {
    std::vector<std::string> command = {"/usr/bin/bwrap",
                                        "--dev-bind",
                                        "/",
                                        "/",
                                        "--tmpfs",
                                        "/usr/local",
                                        "--ro-bind",
                                        prefix(),
                                        "/usr/local/backprop",
                                        "/usr/local/backprop/bin/grader"};
    command.insert(command.end(), words.begin(), words.end());
    return run_program(command);
  };
  const Ran graded = run_there({"grade", home() / "sample"});
  const Ran doctor = run_there({"doctor"});
  EXPECT_EQ(graded.exit_code, 2);
  EXPECT_THAT(graded.err, HasSubstr("where submissions can read it even in the sandbox"));
  EXPECT_EQ(doctor.exit_code, 2);
  EXPECT_THAT(doctor.out, HasSubstr("FAIL    the course is installed in /usr/local"));
}

}  // namespace
}  // namespace grader
