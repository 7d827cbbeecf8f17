// The real program grades a folder of student files and writes report.json.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/base/json.hpp"
#include "grader/base/numbers.hpp"
#include "grader/batch/testing/archives.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Grading : public ::testing::Test {
 protected:
  Report grade(const fs::path& submission, std::vector<std::string> more = {}) {
    const fs::path json = folder_.path() / "report.json";
    std::vector<std::string> arguments = {"grade", submission.string(), "--json", json.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ran_ = run_grader(arguments);
    EXPECT_EQ(ran_.err, "");
    return parse_report(read_file(json));
  }

  static const Problem& problem(const Report& report, const std::string& id) {
    for (const Problem& problem : report.problems) {
      if (problem.id == id) return problem;
    }
    throw std::out_of_range("no problem " + id);
  }

  TemporaryFolder folder_;
  Ran ran_;
};

const std::vector<std::string>& assignments() {
  static const std::vector<std::string> list = [] {
    std::vector<std::string> ids;
    for (const fs::directory_entry& entry : fs::directory_iterator(project() / "assignments")) {
      if (fs::exists(entry.path() / "assignment.json")) ids.push_back(entry.path().filename());
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }();
  return list;
}

// Each assignment has this many.
constexpr double kPoints = 100.0;

std::string points_of_all() { return format_points(kPoints * static_cast<double>(assignments().size())); }

// Returns the sum of what a report's passed checks are worth.
double worth_of_passed_checks(const Report& report) {
  double points = 0.0;
  for (const Problem& problem : report.problems) {
    for (const Check& check : problem.checks) points += check.status == Status::pass ? check.max_points : 0.0;
  }
  return points;
}

TEST_F(Grading, SolutionsGetEveryPointInOneGo) {
  const Ran ran = run_grader({"grade", (project() / "solutions").string(), "--assignment", "all", "--json",
                              folder_.path().string(), "--html", folder_.path().string(), "--fail-under",
                              points_of_all()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("All assignments: " + points_of_all() + " / " + points_of_all() + " points"));
  for (const std::string& id : assignments()) {
    const Report report = parse_report(read_file(folder_.path() / (id + ".json")));
    EXPECT_EQ(report.assignment, id);
    EXPECT_EQ(report.score, kPoints) << id << '\n' << ran.out;
    EXPECT_EQ(report.max_score, kPoints) << id;
    for (const Problem& p : report.problems) EXPECT_EQ(p.status, Status::pass) << id << ' ' << p.id;
    EXPECT_THAT(read_file(folder_.path() / (id + ".html")), HasSubstr("<!doctype html>"));
  }
}

TEST_F(Grading, OfAllAssignmentsTheOneHandedInCounts) {
  const fs::path sample = project() / "assignments/a1-gates/sample-submission";
  const double score = grade(sample).score;
  const Ran ran = run_grader(
      {"grade", sample.string(), "--assignment", "all", "--fail-under", format_points(score + 1.0)});
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("a3-time: 0 points. The folder"));
  EXPECT_THAT(ran.out,
              HasSubstr("All assignments: " + format_points(score) + " / " + points_of_all() + " points"));
}

TEST_F(Grading, StartersGetNoPointAndCrashNothing) {
  for (const std::string& id : assignments()) {
    const Report report = grade(project() / "starter", {"--assignment", id});
    EXPECT_EQ(ran_.exit_code, 0);
    EXPECT_EQ(report.score, 0.0) << id;
    for (const Problem& p : report.problems)
      EXPECT_EQ(p.status, Status::not_implemented) << id << ' ' << p.id;
  }
}

// Problems that are wrong, not done, or do not compile.
TEST_F(Grading, AReportInTheCourseLinksTheHandoutsPages) {
  const fs::path page = project() / "build/linked-report.html";
  fs::create_directories(page.parent_path());
  const Ran ran = run_grader(
      {"grade", (project() / "assignments/a1-gates/sample-submission").string(), "--html", page.string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const std::string text = read_file(page);
  fs::remove(page);
  for (const char* section : {"23-tanh", "25-leaky_relu", "27-softmax_loss", "211-grad_check"}) {
    EXPECT_THAT(text, HasSubstr("/handouts/a1-gates.html#" + std::string(section) + "\"")) << section;
  }
}

TEST_F(Grading, TheSampleHasRightAndWrongAndUnfinishedProblems) {
  const Report report = grade(project() / "assignments/a1-gates/sample-submission");
  EXPECT_EQ(report.score, worth_of_passed_checks(report));
  EXPECT_GT(report.score, 0.0);
  EXPECT_LT(report.score, kPoints);
  EXPECT_EQ(problem(report, "affine").status, Status::pass);
  EXPECT_EQ(problem(report, "tanh").status, Status::fail);
  EXPECT_EQ(problem(report, "leaky_relu").status, Status::compile_error);
  EXPECT_THAT(problem(report, "leaky_relu").message.value_or(""),
              HasSubstr("leaky_relu.cpp:12: missing ';'"));
  ASSERT_TRUE(problem(report, "softmax_loss").checks.at(1).mistake);
  EXPECT_EQ(problem(report, "softmax_loss").checks.at(1).mistake->id, "softmax_loss/not-averaged");
  EXPECT_EQ(problem(report, "grad_check").status, Status::not_implemented);
  EXPECT_EQ(problem(report, "saturated_fraction").status, Status::not_implemented);
  EXPECT_EQ(report.figures.size(), 10u);
  EXPECT_THAT(ran_.out, HasSubstr("Total: " + format_points(report.score) + " / 100 points"));
  EXPECT_THAT(ran_.out, Not(HasSubstr("\x1b"))) << "no colour where there is no terminal";
}

// Each broken layer costs only its own problem. Problems that use it are graded with the reference's layer.
TEST_F(Grading, ThreeBrokenFilesCostTheirOwnProblemsOnly) {
  copy_solutions("a1-gates", folder_.path() / "s");
  replace_in_file(folder_.path() / "s/affine.cpp", "return {dx, dw, db};", "return {dx, dw, db}");
  replace_in_file(folder_.path() / "s/relu.cpp", "  return dout * (x > 0.0);",
                  "  for (volatile int i = 0;; i = i + 1) {\n  }");
  replace_in_file(folder_.path() / "s/mse_loss.cpp", "return dloss", "__builtin_trap();\n  return dloss");
  replace_in_file(folder_.path() / "s/l2_penalty.cpp", "  return dloss", "  std::abort();\n  return dloss");
  const Report report = grade(folder_.path() / "s");
  EXPECT_EQ(problem(report, "affine").status, Status::compile_error);
  EXPECT_EQ(problem(report, "relu").status, Status::timeout);
  EXPECT_EQ(problem(report, "mse_loss").status, Status::crash);
  EXPECT_EQ(problem(report, "l2_penalty").status, Status::crash);
  EXPECT_THAT(problem(report, "l2_penalty").checks.front().message, HasSubstr("SIGABRT"));
  for (const Problem& p : report.problems) {
    if (p.id == "affine" || p.id == "relu" || p.id == "mse_loss" || p.id == "l2_penalty") {
      EXPECT_EQ(p.score, 0.0) << p.id;
    } else {
      EXPECT_EQ(p.score, p.max_score) << p.id << '\n' << ran_.out;
    }
  }
}

TEST_F(Grading, AMissingFunctionIsNamed) {
  copy_solutions("a1-gates", folder_.path() / "s");
  replace_in_file(folder_.path() / "s/sigmoid.cpp", "Matrix sigmoid_backward(", "Matrix sigmoid_backwards(");
  const Report report = grade(folder_.path() / "s", {"--problem", "sigmoid"});
  EXPECT_EQ(problem(report, "sigmoid").status, Status::compile_error);
  EXPECT_THAT(problem(report, "sigmoid").message.value_or(""), HasSubstr("sigmoid_backward"));
}

TEST_F(Grading, FilesThatCannotBeTakenCostTheirOwnProblem) {
  const fs::path s = folder_.path() / "s";
  copy_solutions("a1-gates", s);
  fs::remove(s / "affine.cpp");
  fs::create_directory(s / "affine.cpp");
  fs::remove(s / "tanh.cpp");
  fs::create_symlink("/etc/passwd", s / "tanh.cpp");
  std::ofstream(s / "relu.cpp") << std::string(10 << 20, ' ');
  const Report report = grade(s);
  for (const char* id : {"affine", "tanh", "relu"}) {
    EXPECT_EQ(problem(report, id).status, Status::compile_error) << id;
    EXPECT_THAT(problem(report, id).message.value_or(""), HasSubstr(std::string(id) + ".cpp")) << id;
  }
  EXPECT_EQ(problem(report, "sigmoid").status, Status::pass);
  EXPECT_EQ(problem(report, "two_layer_net").status, Status::pass);
}

TEST_F(Grading, TheSameSeedGivesTheSameReport) {
  const fs::path sample = project() / "assignments/a1-gates/sample-submission";
  Report first = grade(sample, {"--seed", "7"});
  Report second = grade(sample, {"--seed", "7"});
  Report other = grade(sample, {"--seed", "8"});
  EXPECT_EQ(json_text(without_times(first)), json_text(without_times(second)));
  EXPECT_NE(json_text(without_times(first)), json_text(without_times(other)));
  // The times are there, apart from all else: one for each problem.
  ASSERT_TRUE(first.run && second.run);
  EXPECT_EQ(first.run->problem_ms.size(), first.problems.size());
  EXPECT_GT(first.run->problem_ms.at("two_layer_net"), 0);
  EXPECT_FALSE(first.run->hostname.empty());
}

TEST_F(Grading, RenderShowsWhatGradeShowed) {
  grade(project() / "assignments/a1-gates/sample-submission", {"--problem", "softmax_loss"});
  // The lines after the table name options of `grade` and its files.
  const std::string table = ran_.out.substr(0, ran_.out.find("Add --hint 2"));
  const Ran rendered = run_grader({"render", (folder_.path() / "report.json").string(), "--as", "text"});
  EXPECT_EQ(rendered.exit_code, 0);
  EXPECT_EQ(rendered.out, table);
}

TEST_F(Grading, FindsTheFilesInFoldersWithinTheSubmission) {
  fs::create_directories(folder_.path() / "hand-in/from my desk");
  copy_solutions("a1-gates", folder_.path() / "hand-in/from my desk/gates");
  const Report report = grade(folder_.path() / "hand-in", {"--problem", "affine"});
  EXPECT_EQ(problem(report, "affine").status, Status::pass);
  EXPECT_EQ(report.submission.id, "hand-in");
}

TEST_F(Grading, TakesAnArchiveAndAFolderThatHoldsOne) {
  copy_solutions("a1-gates", folder_.path() / "files");
  for (const char* archive : {"mine.zip", "inside/mine.tar.gz"}) {
    fs::create_directories((folder_.path() / archive).parent_path());
    testing::write_archive_of(folder_.path() / archive, folder_.path() / "files", "mine/");
  }
  for (const char* submission : {"mine.zip", "inside"}) {
    const Report report = grade(folder_.path() / submission, {"--problem", "relu"});
    EXPECT_EQ(report.score, 5.0) << submission;
    EXPECT_EQ(report.submission.id, submission);
  }
}

TEST_F(Grading, AFileMayHaveAnotherNameThanItsLayer) {
  auto own = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
  own["problems"].elements().resize(11);
  own["problems"][1]["file"] = "my_affine.cpp";
  own["problems"][1]["op"] = "affine";
  folder_.write("own.json", own.dump());
  const fs::path files = folder_.path() / "files";
  copy_solutions("a1-gates", files);
  replace_in_file(files / "affine.cpp", "sum(dout, 0)", "sum(dout, 1)");
  fs::rename(files / "affine.cpp", files / "my_affine.cpp");
  const Report report = grade(files, {"--assignment", (folder_.path() / "own.json").string()});
  EXPECT_EQ(problem(report, "affine").status, Status::fail);
  EXPECT_EQ(problem(report, "two_layer_net").status, Status::pass);
}

TEST_F(Grading, ASandboxIsNeverNone) {
  NEEDS_SANDBOX();
  const Report report = grade(project() / "solutions", {"--problem", "affine", "--isolation", "sandbox"});
  EXPECT_THAT(report.grader.isolation, ::testing::AnyOf("bubblewrap", "landlock"));
}

TEST_F(Grading, AScenarioThatTrainsSaysHowFarItIs) {
  const Ran ran =
      run_grader({"grade", (project() / "solutions").string(), "--problem", "saturation", "--progress"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("] checking saturation\n"));
  EXPECT_THAT(ran.err, HasSubstr("] saturation training: step 40 of 80, loss "));
  EXPECT_THAT(ran.err, HasSubstr("] saturation training: step 80 of 80, loss "));
}

TEST_F(Grading, FailUnderSetsTheExitCode) {
  const std::vector<std::string> arguments = {"grade",
                                              (project() / "assignments/a1-gates/sample-submission").string(),
                                              "--problem", "affine", "--fail-under"};
  std::vector<std::string> just = arguments;
  just.push_back("12");
  EXPECT_EQ(run_grader(just).exit_code, 0);
  std::vector<std::string> above = arguments;
  above.push_back("12.5");
  EXPECT_EQ(run_grader(above).exit_code, 1);
}

TEST(StarterCommand, FindsTheCommittedStartersUpToDate) {
  const Ran ran = run_grader({"starter", "--check"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

TEST(DoctorCommand, SaysWhatThisMachineCanDo) {
  NEEDS_SANDBOX();
  const Ran ran = run_grader({"doctor"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  for (const char* word :
       {"isolation bubblewrap: ", "isolation landlock: ", "submissions ", "temporary files: ", "toolkit: "}) {
    EXPECT_THAT(ran.out, HasSubstr(word));
  }
}

// Runs only in a build without a sandbox, which never claims one.
TEST(WithoutSandbox, EveryCommandSaysThatOnlyOnesOwnCodeMayBeGraded) {
  if (built_with_sandbox()) GTEST_SKIP() << "this build has a sandbox";
  const std::string warning =
      "this grader was built without a sandbox: grade nobody's code but your own with it";
  const Ran doctor = run_grader({"doctor"});
  EXPECT_EQ(doctor.exit_code, 0) << doctor.out;
  EXPECT_THAT(doctor.out, AllOf(HasSubstr("CAUTION " + warning), Not(HasSubstr("isolation"))));
  const std::string sample = project() / "assignments/a1-gates/sample-submission";
  const Ran graded = run_grader({"grade", sample, "--problem", "affine"});
  EXPECT_EQ(graded.exit_code, 0);
  EXPECT_THAT(graded.out, AllOf(HasSubstr("isolation none"), HasSubstr("Caution: " + warning)));
  const Ran demanded = run_grader({"grade", sample, "--isolation", "sandbox"});
  EXPECT_EQ(demanded.exit_code, 2);
  EXPECT_THAT(demanded.err, HasSubstr("--isolation sandbox: this grader was built without a sandbox"));

  const TemporaryFolder folder;
  const Ran refused = run_program({GRADER_PROGRAM, "batch", sample, "--out", folder.path() / "grades"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("add --trust-all-code"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "grades"));
}

}  // namespace
}  // namespace grader
