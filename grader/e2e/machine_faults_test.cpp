// On a machine that can grade nobody, the report says so with grader_errors, and no student code runs. A
// grader that is stopped leaves nothing behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "grader/e2e/hostile_corpus.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class MachineFaults : public ::testing::Test {
 protected:
  MachineFaults() {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    ground_.plant_honest();
  }

  std::vector<std::string> grade_arguments() const {
    return {"grade",        ground_.path() / "submission",
            "--assignment", ground_.path() / "course/assignment.json",
            "--json",       ground_.path() / "reports/report.json"};
  }

  // Grades through a shell command that changes something first.
  void expect_grader_error(const std::string& change, const std::string& says,
                           const std::vector<std::string>& more = {}) {
    SCOPED_TRACE(change);
    fs::remove(ground_.path() / "reports/report.json");
    const std::vector<std::string> under = {"/bin/sh", "-c", change + "; exec \"$@\"", "sh"};
    EXPECT_EQ(ground_.run_grader(grade_arguments(), 0, under, more), 3) << ground_.output();
    const Report report = parse_report(read_file(ground_.path() / "reports/report.json"));
    ASSERT_EQ(report.problems.at(0).status, Status::grader_error);
    EXPECT_THAT(report.problems.at(0).checks.at(0).message, HasSubstr(says));
    EXPECT_TRUE(fs::is_empty(ground_.path() / "cache")) << "a fault was kept";
    EXPECT_EQ(ground_.traces(), "");
  }

  HostileGround ground_;
};

TEST_F(MachineFaults, AreSaidBeforeStudentCodeRuns) {
  expect_grader_error("ulimit -n 20", "The limit on open files (ulimit -n) is 20 here");
  expect_grader_error("ulimit -t 20", "The limit on CPU time (ulimit -t) is 20 s here");
  expect_grader_error("ulimit -v 900000", "The limit on address space (ulimit -v)");
  expect_grader_error("umask 777", "The umask 777");
  expect_grader_error("true", "is not an absolute path", {"TMPDIR=here"});
  expect_grader_error("true", "is no folder", {"TMPDIR=/not/there"});
}

// Needs root, because it mounts a small folder in a mount namespace of its own.
TEST_F(MachineFaults, FullFolderForTemporaryFilesIsOne) {
  if (geteuid() != 0) return;
  const std::string mount = "mount -t tmpfs -o size=16m,mode=1777 tmpfs \"$TMPDIR\" && exec \"$@\"";
  for (const char* isolation : {"bubblewrap", "landlock"}) {
    std::vector<std::string> arguments = grade_arguments();
    arguments.insert(arguments.end(), {"--isolation", isolation});
    ground_.run_grader(arguments, 0, {"/usr/bin/unshare", "-m", "/bin/sh", "-c", mount, "sh"});
    if (ground_.output().find("--isolation") != std::string::npos) continue;  // no such box here
    const Report report = parse_report(read_file(ground_.path() / "reports/report.json"));
    EXPECT_EQ(report.problems.at(0).status, Status::grader_error) << ground_.output();
    EXPECT_THAT(report.problems.at(0).checks.at(0).message, HasSubstr("has no room for a file of"));
    EXPECT_TRUE(fs::is_empty(ground_.path() / "cache")) << "a fault was kept";
  }
}

// /dev/full and a closed descriptor are outputs that take nothing.
TEST_F(MachineFaults, OutputThatIsNotReceivedIsNoSuccess) {
  std::vector<std::string> arguments = grade_arguments();
  arguments.back() = "-";
  for (const char* output : {">/dev/full", ">&-"}) {
    const std::vector<std::string> under = {"/bin/sh", "-c", std::string("exec \"$@\" ") + output, "sh"};
    EXPECT_EQ(ground_.run_grader(arguments, 0, under), 2) << output;
    EXPECT_THAT(ground_.output(), HasSubstr("Cannot write to standard output")) << output;
  }
}

TEST_F(MachineFaults, NothingStaysBehindWhenTheGraderIsStopped) {
  std::ofstream(ground_.path() / "submission/honest.cpp") << R"(#include <backprop/relu.hpp>
namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { for (;;) {} return {x, {x}}; }
Matrix relu_backward(const Matrix& dout, const ReluCache&) { return dout; }
}  // namespace backprop
)";
  for (const char* signal : {"INT", "TERM", "HUP", "KILL"}) {
    // A signal of its own group, as a terminal sends it, once the worker runs. A shell lets what it starts in
    // the background ignore SIGINT; a terminal does not.
    const std::string script =
        "setsid env --default-signal=INT \"$@\" & while ! ls \"$TMPDIR\" | grep -q .; do sleep 0.05; done; "
        "sleep 1.5; "
        "kill -s " +
        std::string(signal) + " -- -$!; wait $!";
    EXPECT_NE(ground_.run_grader(grade_arguments(), 0, {"/bin/sh", "-c", script, "sh"}), 0);
    std::string left = "?";
    for (int i = 0; i < 100 && !left.empty(); ++i) {
      usleep(100'000);
      while (waitpid(-1, nullptr, WNOHANG) > 0) {
      }
      left = ground_.traces();
      if (left.empty() && waitpid(-1, nullptr, WNOHANG) >= 0) left = "a process";
    }
    EXPECT_EQ(left, "") << signal;
  }
}

// The whole submission has a limit. What does not fit is skipped, and costs the others nothing.
TEST_F(MachineFaults, TotalTimeEndsWhatDoesNotFit) {
  const auto relu = [](const std::string& backward) {
    return "#include <backprop/relu.hpp>\nnamespace backprop {\n"
           "Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {maximum(x, 0.0), {x}}; }\n"
           "Matrix relu_backward(const Matrix& dout, const ReluCache& cache) { " +
           backward + " return dout * (cache.x > 0.0); }\n}  // namespace backprop\n";
  };
  std::vector<HostileProgram> programs;
  for (const char* name : {"honest", "endless", "endless_too", "late"}) {
    const bool endless = std::string(name).starts_with("endless");
    programs.push_back(
        {.name = name, .where = "run time", .verdict = "", .text = relu(endless ? "for (;;) {}" : "")});
  }
  ground_.plant(programs, R"({"wall_seconds": 600, "cpu_seconds": 600, "total_seconds": 25})", "{}");
  std::vector<std::string> arguments = grade_arguments();
  arguments.insert(arguments.end(), {"--jobs", "1"});
  EXPECT_EQ(ground_.run_grader(arguments, 0), 0) << ground_.output();
  const Report report = parse_report(read_file(ground_.path() / "reports/report.json"));
  EXPECT_EQ(report.problems.at(0).status, Status::pass);
  EXPECT_EQ(report.score, 5.0);
  for (const std::size_t i : {1, 2, 3}) {
    EXPECT_EQ(report.problems.at(i).status, Status::skipped);
    EXPECT_THAT(report.problems.at(i).checks.at(0).message, HasSubstr("out of time")) << i;
  }
  EXPECT_LT(report.duration_ms, 60'000u);
}

}  // namespace
}  // namespace grader
