// Kills a batch at several moments and exports the grades as it left them: nobody's row is missing, and
// nobody has a 0 that is not earned.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "grader/base/json.hpp"
#include "grader/batch/csv_table.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::size_t kOfStopped = 6;
constexpr const char* kEarlierGrade = "1.5";  // in the roster

class StoppedBatch : public ::testing::Test {
 protected:
  StoppedBatch() {
    Json json = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
    Json one = Json::array();
    for (const Json& problem : json["problems"].elements()) {
      if (problem["id"].string() == "relu") one.push_back(problem);
    }
    json["problems"] = one;
    std::ofstream(path("one.json")) << json;
    std::string roster = "Last Name,First Name,Username,a1-gates [Total Pts: 5 Score] |1\n";
    for (std::size_t i = 0; i < kOfStopped; ++i) {
      hand_in(i, "");
      roster += fmt::format("Surname{0},First,user{0},{1}\n", i, i == 0 ? kEarlierGrade : "");
    }
    std::ofstream(path("roster.csv")) << roster + "Absent,First,absent,\n";
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }

  // Each file is unlike the others, so that each is graded.
  void hand_in(std::size_t i, const std::string& end) {
    const fs::path folder = path(fmt::format("class/user{}", i));
    fs::create_directories(folder);
    std::ofstream(folder / "relu.cpp")
        << read_file(project() / "solutions/a1-gates/relu.cpp") << "// " << i << end << '\n';
  }

  std::vector<std::string> batch() const {
    return {"batch",        path("class"),
            "--out",        path("grades"),
            "--assignment", path("one.json"),
            "--roster",     path("roster.csv"),
            "--jobs",       "1"};
  }

  // Starts a batch and kills it as soon as `now` holds. Returns whether it was killed before its end.
  bool kill_batch(int signal, const std::function<bool()>& now) const {
    const pid_t pid = start_grader(batch());
    while (!now()) {
      if (waitpid(pid, nullptr, WNOHANG) == pid) return false;
      usleep(500);
    }
    kill(pid, signal);
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) || WEXITSTATUS(status) == 128 + SIGINT;
  }

  std::size_t records() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < kOfStopped; ++i)
      count += fs::exists(path(fmt::format("grades/.batch/records/user{}.json", i))) ? 1 : 0;
    return count;
  }

  // Checks the export, which has every student, and returns how many have points.
  std::size_t exported() const {
    const Ran ran = run_grader({"grades", path("grades"), "--as", "blackboard"});
    const CsvTable table = parse_csv(ran.out, "export");
    EXPECT_EQ(table.rows.size(), kOfStopped + 1) << ran.out << ran.err;
    std::size_t graded = 0;
    for (const CsvTable::Row& row : table.rows) {
      const std::string& name = row.fields.at(0);
      const std::string& grade = row.fields.at(3);
      if (grade == "5") {
        ++graded;
      } else if (name == "Absent") {
        EXPECT_EQ(grade, "");
      } else {
        EXPECT_EQ(grade, name == "Surname0" ? kEarlierGrade : "") << name;
        EXPECT_THAT(ran.err, HasSubstr(name));
      }
    }
    if (graded == kOfStopped) {
      EXPECT_EQ(ran.exit_code, 0) << ran.err;
    } else {
      EXPECT_EQ(ran.exit_code, 1);
      EXPECT_THAT(ran.err,
                  HasSubstr(fmt::format("The batch has not ended: {} of 7 students", kOfStopped - graded)));
    }
    const std::string gradescope = run_grader({"grades", path("grades"), "--as", "gradescope"}).out;
    std::size_t ungraded = 0;
    for (std::size_t at = 0; (at = gradescope.find(",Ungraded,", at)) != std::string::npos; ++at) ++ungraded;
    EXPECT_EQ(ungraded, kOfStopped - graded) << gradescope;
    return graded;
  }

  TemporaryFolder folder_;
};

TEST_F(StoppedBatch, GivesEverybodyARowAndNobodyAZero) {
  const fs::path run = path("grades/.batch/run.json");
  ASSERT_TRUE(kill_batch(SIGKILL, [&] { return fs::exists(run); }));
  if (!fs::exists(path("grades/.batch/class.json"))) {
    const Ran nothing_yet = run_grader({"grades", path("grades"), "--as", "blackboard"});
    EXPECT_EQ(nothing_yet.exit_code, 2);
    EXPECT_THAT(nothing_yet.err, HasSubstr("stopped before it had listed the class. Run it again."));
  }
  std::size_t graded = 0;
  for (const std::size_t wanted : {0, 1, 2, 4}) {
    const int signal = wanted == 2 ? SIGINT : SIGKILL;
    ASSERT_TRUE(kill_batch(signal, [&] {
      return fs::exists(path("grades/.batch/class.json")) && records() >= wanted;
    })) << wanted;
    const std::size_t now = exported();
    EXPECT_GE(now, std::max(wanted, graded));
    EXPECT_LT(now, kOfStopped);
    graded = now;
  }
  const Ran early = run_grader({"grades", path("grades"), "--as", "moodle", "--feedback", path("f.zip")});
  EXPECT_EQ(early.exit_code, 2);
  EXPECT_THAT(early.err, HasSubstr("Run the batch to its end first."));
  EXPECT_EQ(run_grader(batch()).exit_code, 0);
  EXPECT_EQ(exported(), kOfStopped);
}

TEST_F(StoppedBatch, AGradeOfWhatWasHandedInBeforeIsNotThatOfTheNew) {
  ASSERT_EQ(run_grader(batch()).exit_code, 0);
  ASSERT_EQ(exported(), kOfStopped);
  hand_in(4, " once more");
  hand_in(5, " once more");
  ASSERT_TRUE(kill_batch(SIGKILL, [&] {
    return read_file(path("grades/.batch/class.json")).find("not_graded") != std::string::npos;
  }));
  EXPECT_LT(exported(), kOfStopped);
  // The run before it was not stopped, but the newest was, before it had looked at the class.
  fs::copy_file(path("grades/.batch/class.json"), path("older.json"));
  ASSERT_EQ(run_grader(batch()).exit_code, 0);
  ASSERT_EQ(run_grader(batch()).exit_code, 0);
  fs::copy_file(path("older.json"), path("grades/.batch/class.json"), fs::copy_options::overwrite_existing);
  const Ran stale = run_grader({"grades", path("grades"), "--as", "canvas"});
  EXPECT_EQ(stale.exit_code, 2);
  EXPECT_THAT(stale.err, HasSubstr("stopped before it had listed the class. Run it again."));
}

TEST_F(StoppedBatch, PointsGivenByHandAloneAreNoGrade) {
  const auto csv = [&] { return run_grader({"grades", path("grades"), "--as", "blackboard"}).out; };
  // On a busy machine a batch may end before this process sees its last record.
  bool was_stopped = false;
  for (int attempt = 0; attempt < 5 && !was_stopped; ++attempt) {
    fs::remove_all(path("grades"));
    fs::create_directories(path("grades"));
    std::ofstream(path("grades/overrides.csv")) << "student,problem,points,reason,by\nuser5,relu,4,late,T\n";
    ASSERT_TRUE(kill_batch(SIGKILL, [&] { return fs::exists(path("grades/.batch/class.json")); }));
    EXPECT_THAT(csv(), HasSubstr("Surname5,First,user5,\r\n"));
    // They count as soon as the rest is graded, even if the batch is stopped again.
    was_stopped = kill_batch(SIGKILL, [&] { return records() == kOfStopped; });
  }
  ASSERT_TRUE(was_stopped);
  EXPECT_THAT(csv(), AllOf(HasSubstr("Surname5,First,user5,4\r\n"), HasSubstr("Surname4,First,user4,5\r\n")));
}

}  // namespace
}  // namespace grader
