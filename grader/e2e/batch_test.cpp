// The real program grades a class.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>

#include "grader/base/json.hpp"
#include "grader/batch/testing/one_node_slurm.hpp"
#include "grader/batch/testing/synthetic_class.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::make_class;
using ::testing::Not;

constexpr std::size_t kSize = 12;

class Batch : public ::testing::Test {
 protected:
  Batch() {
    make_class(path("class"), {.assignment = "a1-gates", .size = kSize, .seed = 1, .percent_of_its_own = 5});
    // A few problems test as much as all of them, and take less time.
    auto json = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
    auto few = Json::array();
    for (const auto& problem : json["problems"].elements()) {
      const std::string& id = problem["id"].string();
      if (id == "affine" || id == "relu" || id == "softmax_loss") few.push_back(problem);
    }
    json["problems"] = few;
    std::ofstream(path("few.json")) << json;
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }

  std::vector<std::string> arguments(const std::string& out, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"batch",        path("class"),    "--out",  path(out),
                                      "--assignment", path("few.json"), "--jobs", "2"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  Ran batch(const std::string& out, std::vector<std::string> more = {}) const {
    return run_grader(arguments(out, std::move(more)));
  }

  std::string grades(const std::string& out) const { return read_file(path(out) / "grades.csv"); }

  TemporaryFolder folder_;
};

// Returns a report without its times and its folder. The folder of files in an archive differs from that
// of the same files unpacked.
std::string without_duration(const fs::path& file) {
  Report report = parse_report(read_file(file));
  report = without_times(report);
  report.submission.folder = ".";
  return json_text(report);
}

TEST_F(Batch, GradesAsOneByOne) {
  const Ran ran = batch("grades");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("a1-gates: 12 submissions")) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("student-009: unreadable\n    student-009.zip: it cannot be unpacked"));
  EXPECT_THAT(grades("grades"), HasSubstr("student-009,student-009,unreadable,0,"));

  // Grades the same class in folders, each submission by itself.
  make_class(
      path("folders"),
      {.assignment = "a1-gates", .size = kSize, .seed = 1, .percent_of_its_own = 5, .archives = false});
  std::size_t compared = 0;
  for (const auto& entry : fs::directory_iterator(path("folders"))) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename();
    run_grader({"grade", entry.path(), "--assignment", path("few.json"), "--json", path("one.json")});
    EXPECT_EQ(without_duration(path("one.json")),
              without_duration(path("grades") / "reports" / (name + ".json")))
        << name;
    ++compared;
  }
  EXPECT_EQ(compared, kSize - 1);

  // Nothing is graded twice, except on demand or after a change.
  const std::string before = grades("grades");
  EXPECT_THAT(batch("grades").out, HasSubstr("12 submissions, 12 kept from before"));
  EXPECT_EQ(grades("grades"), before);
  const Ran again = batch("grades", {"--regrade"});
  EXPECT_THAT(again.out, HasSubstr("Graded again: 12 submissions, no score has changed"));
  EXPECT_EQ(grades("grades"), before);
  fs::remove_all(path("class/student-000"));
  copy_solutions("a1-gates", path("class/student-000"));
  fs::remove(path("grades/.batch/verdicts/student-001.json"));
  std::ofstream(path("grades/.batch/verdicts/student-002.json")) << "{}";
  const Ran changed = batch("grades");
  EXPECT_THAT(changed.out, HasSubstr("9 kept from before"));
  EXPECT_THAT(changed.out, HasSubstr("Changed: 1 of 3 graded again\n  student-000 "));
  EXPECT_THAT(changed.out, HasSubstr("-> 26\n"));
}

TEST_F(Batch, WritesAPageForEachReportAndOneForTheClass) {
  ASSERT_EQ(batch("grades").exit_code, 0);
  const std::string index = read_file(path("grades/index.html"));
  EXPECT_THAT(index, HasSubstr("<!doctype html>"));
  std::size_t pages = 0;
  for (const auto& entry : fs::directory_iterator(path("grades/reports"))) {
    if (entry.path().extension() != ".json") continue;
    const std::string page = "reports/" + entry.path().stem().string() + ".html";
    EXPECT_THAT(index, HasSubstr("href=\"" + page + "\""));
    EXPECT_THAT(read_file(path("grades") / page), HasSubstr("<!doctype html>"));
    ++pages;
  }
  EXPECT_EQ(pages, kSize - 1);
}

TEST_F(Batch, StoppedBeforeItsPagesItGoesOnAndRegradesNothingTwice) {
  ASSERT_EQ(batch("grades").exit_code, 0);
  fs::remove(path("grades/index.html"));
  fs::create_directory(path("grades/index.html"));  // blocks the class page
  EXPECT_NE(batch("grades", {"--regrade"}).exit_code, 0);
  fs::remove(path("grades/index.html"));
  const Ran again = batch("grades", {"--regrade"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("12 kept from before"));
  EXPECT_THAT(read_file(path("grades/index.html")), HasSubstr("<!doctype html>"));
}

TEST_F(Batch, AReportEditedByHandIsToldAndCountsForNothing) {
  for (const char* student : {"one", "two"}) copy_solutions("a1-gates", path("class") / student);
  ASSERT_EQ(batch("grades").exit_code, 0);
  const std::string before = grades("grades");
  // Changes the file in place, as some editors do.
  std::string text = read_file(path("grades/reports/one.json"));
  text.replace(text.find("\"score\": 26"), 11, "\"score\": 25");
  std::ofstream(path("grades/reports/one.json"), std::ios::in | std::ios::out) << text;
  const Ran told = batch("grades");
  EXPECT_THAT(told.out, HasSubstr("14 kept from before"));
  EXPECT_THAT(told.out, HasSubstr("Edited by hand\n  reports/one.json\n"));
  EXPECT_EQ(grades("grades"), before);
  EXPECT_EQ(read_file(path("grades/reports/one.json")), text);
  fs::remove(path("grades/reports/one.json"));
  EXPECT_THAT(batch("grades").out, Not(HasSubstr("Edited by hand")));
  EXPECT_EQ(parse_json(read_file(path("grades/reports/one.json")))["score"], 26);
}

TEST_F(Batch, AVerdictThatIsGoneLeavesNoPage) {
  copy_solutions("a1-gates", path("class/one"));
  ASSERT_EQ(batch("grades").exit_code, 0);
  ASSERT_TRUE(fs::exists(path("grades/reports/one.html")));
  fs::remove_all(path("class/one"));
  fs::create_directory(path("class/one"));
  ASSERT_EQ(batch("grades").exit_code, 0);
  EXPECT_FALSE(fs::exists(path("grades/reports/one.json")));
  EXPECT_FALSE(fs::exists(path("grades/reports/one.html")));
}

TEST_F(Batch, KilledAtAnyMomentItGoesOn) {
  ASSERT_EQ(batch("whole").exit_code, 0);
  std::mt19937_64 random(3);
  for (int i = 0; i < 10; ++i) {
    const pid_t pid = start_grader(arguments("pieces"));
    usleep(static_cast<useconds_t>(random() % 1'200'000));
    kill(pid, i == 2 ? SIGTERM : SIGKILL);
    waitpid(pid, nullptr, 0);
  }
  const Ran last = batch("pieces");
  EXPECT_EQ(last.exit_code, 0) << last.out << last.err;
  EXPECT_EQ(grades("pieces"), grades("whole"));
  for (const auto& entry : fs::recursive_directory_iterator(path("pieces"))) {
    if (entry.path().parent_path().filename() == "twins") continue;
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("scratch")));
  }
}

TEST_F(Batch, ThroughSlurmTheGradesAreTheSame) {
  const testing::OneNodeSlurm slurm;
  const Ran local = batch("local");
  EXPECT_EQ(local.exit_code, 0) << local.out << local.err;
  const pid_t pid = start_grader(arguments("slurm", {"--engine", "slurm"}));
  usleep(2'500'000);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  const Ran through = batch("slurm", {"--engine", "slurm"});
  EXPECT_EQ(through.exit_code, 0) << through.out << through.err;
  EXPECT_EQ(grades("slurm"), grades("local"));
}

TEST_F(Batch, WhatTheInstructorHasToMend) {
  const auto complaint = [&](const std::vector<std::string>& words) {
    const Ran ran = run_grader(words);
    EXPECT_EQ(ran.exit_code, 2) << ran.out << ran.err;
    return ran.err;
  };
  EXPECT_THAT(complaint({"batch", path("nowhere"), "--out", path("g")}), HasSubstr("nowhere cannot be read"));
  EXPECT_THAT(complaint({"batch", path("class"), "--out", path("class/g")}),
              HasSubstr("lies in the folder of submissions"));
  EXPECT_FALSE(fs::exists(path("class/g")));
  folder_.write("full/letter.txt", "dear");
  EXPECT_THAT(complaint({"batch", path("class"), "--out", path("full")}), HasSubstr("has other files in it"));
  EXPECT_THAT(complaint({"batch", path("class"), "--out", path("g"), "--assignment", "a9"}),
              HasSubstr("no assignment a9"));
  EXPECT_THAT(complaint({"batch", path("class"), "--out", path("g"), "--engine", "cloud"}),
              HasSubstr("cloud"));
  EXPECT_THAT(complaint({"batch-task", path("few.json"), "0"}), HasSubstr("is no plan of a batch"));
}

}  // namespace
}  // namespace grader
